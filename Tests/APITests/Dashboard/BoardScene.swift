import Foundation
import Hummingbird
import Logging
import Monitoring
import NIOCore
import ServiceLifecycle
import Support
import Testing
import Transfer

@testable import API

/// A board, and a server on a free port that shows it.
struct BoardScene: Sendable {
    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]) ?? [:]
        }
        var error: String? { json["error"] as? String }
    }

    /// Gives everybody a role.
    private struct Admission: RouterMiddleware {
        let role: Role?

        func handle(
            _ request: Request,
            context: APIContext,
            next: (Request, APIContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.role = role
            return try await next(request, context)
        }
    }

    let board: Board
    let port: Int
    let control: FakeControl
    private let group: ServiceGroup

    /// Serves while `body` runs, then stops and waits for the end.
    static func serving(
        role: Role? = .operator,
        mostStreams: Int = 64,
        heartbeat: Duration = EventRoutes.heartbeat,
        patience: Duration = .seconds(30),
        _ body: @Sendable (BoardScene) async throws -> Void
    ) async throws {
        let board = Board(session: 12)
        let control = FakeControl()
        let sheet = StateSheet(board)
        let streams = EventStreams(board, sheet: sheet, limit: mostStreams)
        let routes: [any RouteGroup] = [
            StateRoutes(board: board, sheet: sheet), LogRoutes(board: board),
            EventRoutes(streams: streams, heartbeat: heartbeat), ControlRoutes(control: control),
            MetricsRoutes(board: board), CandidateRoutes(board: board), DriftRoutes(board: board),
        ]
        let router = Router(context: APIContext.self)
        router.add(middleware: Admission(role: role))
        for route in routes { route.add(to: router) }
        let ports = Watched<Int?>(nil)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in ports.change { $0 = channel.localAddress?.port } },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let courier = Courier(board: board, streams: streams, patience: patience, heartbeat: heartbeat)
        let group = ServiceGroup(
            services: [courier, application],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let running = Task { try await group.run() }
        do {
            let port = try #require(try await ports.wait(for: "the server") { $0 != nil })
            try await body(BoardScene(board: board, port: port, control: control, group: group))
        } catch {
            await group.triggerGracefulShutdown()
            try await running.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Begins to stop the server.
    func stop() async { await group.triggerGracefulShutdown() }

    /// Sends a request, on a thread of its own.
    func send(_ method: String = "GET", _ path: String, body: String? = nil) async throws -> Answer {
        let url = "http://127.0.0.1:\(port)\(path)"
        return try await withCheckedThrowingContinuation { answered in
            Thread.detachNewThread {
                answered.resume(
                    with: Result {
                        let request = Transfer.HTTPRequest(method, url, body: Array((body ?? "").utf8))
                        let answer = try HTTPClient(TransferOptions(proxy: .none)).send(request, limit: 64 << 20)
                        let headers = answer.headers.map { ($0.name.lowercased(), $0.value) }
                        return Answer(
                            status: answer.status,
                            headers: Dictionary(headers, uniquingKeysWith: { first, _ in first }),
                            bytes: answer.body
                        )
                    }
                )
            }
        }
    }

    /// Opens an event stream.
    func listen(_ path: String = "/api/events", headers: [String] = []) -> StreamListener {
        StreamListener(port: port, path: path, headers: headers)
    }

    // MARK: what the node tells

    /// Tells a second of a node with a model.
    func tick(
        _ second: Int,
        requests: Int = 0,
        values: [String: Double] = [:],
        drift: [DriftSection] = [],
        change: (inout ModelSection) -> Void = { _ in }
    ) {
        var state = NodeState(node: NodeSection(name: "n1", version: "1", runtime: "r", arch: "a", started: "t"))
        var model = ModelSection(name: "press", version: "7")
        model.requests = requests
        change(&model)
        state.models = [model]
        state.drift = drift
        board.post(BoardTick(second: second, time: "t\(second)", state: state, values: values, scores: []))
    }

    /// Tells an event.
    func event(_ type: String = "io.marram.anomaly.opened.v1", _ number: Int = 0, data: String = "{}") {
        board.note(
            event: Array(
                #"{"specversion":"1.0","id":"e\#(number)","type":"\#(type)","subject":"b/k","time":"2026-11-22T12:00:00Z","data":\#(data)}"#
                    .utf8
            )
        )
    }

    /// Tells a prediction.
    func prediction(_ model: String = "press", binding: String? = nil) {
        var sample = PredictionSample(time: "t", source: .telemetry, model: model, version: "7")
        sample.binding = binding
        sample.key = Array(#"["k"]"#.utf8)
        sample.score = 0.5
        sample.request = Array(#"{"inputs":[]}"#.utf8)
        board.note(sample)
    }
}

/// Takes words on models, and says what it is told to.
final class FakeControl: ModelControl {
    let heard = Watched<[String]>([])
    let outcome = Watched(ModelWordOutcome.done)

    func carryOut(_ word: ModelWord, of model: String, expecting version: String?) async -> ModelWordOutcome {
        heard.change { $0.append("\(word.rawValue) \(model) \(version ?? "-")") }
        return outcome.value
    }
}
