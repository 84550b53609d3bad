import Foundation
import MQTT
import Support
import Testing

@Suite("Nothing is lost", .serialized)
struct LossTests {
    private let configuration: [String: any Sendable] = [
        "node": "n1",
        "models": [["name": "iris", "path": Project.root.appendingPathComponent("models/iris").path]],
    ]

    @Test("30 kill -9 under 2,000 requests a second: every request of QoS 1 is answered at least once")
    func kills() async throws {
        let broker = try await Broker(["log_type error"])
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        var marram = try MarramProcess(configuration, port: broker.port, folder: folder)
        try await status.waitForOutput("the first online") { $0.contains("online") }
        let load = try await LoadGenerator(
            port: broker.port,
            topic: "marram/v1/n1/infer/iris",
            ["--qos", "1", "--rate", "2000", "--seconds", "20", "--warm-up", "1", "--drain", "120"],
            folder: folder
        )
        var starts = 1
        for _ in 0..<30 {
            // The moment of the cut is the test's input: any will do, as long as they differ.
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...400)))
            try await marram.kill()
            marram = try MarramProcess(configuration, port: broker.port, folder: folder)
            starts += 1
            let wanted = starts
            try await status.waitForOutput("online number \(wanted)") {
                $0.split(separator: "\n").count { $0.hasSuffix("online") } >= wanted
            }
        }
        let report = try await load.report(limit: .seconds(180))
        #expect(report.lost == 0)
        #expect(report.unknown == 0)
        #expect(report.refused == 0)
        #expect(report.received == report.sent)
        #expect(report.sent >= 40_000)
        print("loss test: \(report.sent) requests, \(report.lost) lost, \(report.duplicates) answered more than once")
        #expect(try await marram.stop().code == 0)
    }

    @Test(
        "[edge-34] a request that kills the program is refused once it was alone in two deaths, and the others are served"
    )
    func poison() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let answers = try await broker.subscribe("clients/test/#")
        let events = try await broker.subscribe("marram/v1/n1/event/input")
        func start() throws -> MarramProcess {
            try MarramProcess(configuration, port: broker.port, folder: folder, program: "fragile-marram")
        }
        func send(_ id: String, _ number: Int) async throws {
            let inputs = #"[{"name":"X","shape":[1,4],"datatype":"FP32","data":[\#(number),2,3,4]}]"#
            let body = #"{"id":"\#(id)","reply_to":"clients/test/\#(id)","inputs":\#(inputs)}"#
            try await broker.publish(body, to: "marram/v1/n1/infer/iris", ["-q", "1"])
        }
        let status = try await broker.subscribe("marram/v1/n1/status")
        let first = try start()
        try await status.waitForOutput("online") { $0.contains("online") }
        try await send("before", 1)
        try await answers.waitForOutput("an answer before") { $0.contains("clients/test/before {\"model_name\"") }
        // Both wait on the broker, so that each start meets them.
        #expect(try await first.stop().code == 0)
        try await send("killer", 666)
        try await send("after", 1)
        let running = Guarded(try start())
        let supervisor = Task {
            var codes: [Int32] = []
            while codes.allSatisfy({ $0 == 66 }), codes.count < 8 {
                if !codes.isEmpty {
                    let next = try start()
                    running.withLock { $0 = next }
                }
                codes.append(try await running.withLock { $0 }.process.finish().code)
            }
            return codes
        }
        try await answers.waitForOutput("the killer's refusal") { $0.contains("\"code\":\"internal\"") }
        try await answers.waitForOutput("an answer to the innocent") {
            $0.contains("clients/test/after {\"model_name\"")
        }
        try await events.waitForOutput("an event") { $0.contains("\"code\":\"internal\"") }
        let refusal = try #require(answers.lines.first { $0.hasPrefix("clients/test/killer") })
        #expect(refusal.contains("\"status\":500"))
        #expect(!answers.output.contains("clients/test/killer {\"model_name\""))
        running.withLock { $0 }.process.signal(SIGTERM)
        // The first delivery, then with the others as a group where they came together, then twice alone.
        let codes = try await supervisor.value
        #expect(codes == [66, 66, 66, 0] || codes == [66, 66, 66, 66, 0])
    }
}
