import Foundation
import Logging
import ServiceLifecycle
import Support
import Transfer

@testable import API

/// A server with some routes on a free port of loopback, for as long as a test's body runs.
struct RoutedServer: Sendable {
    /// An answer, its body as text.
    struct Answer: Sendable {
        let status: Int
        let headers: [Transfer.HTTPRequest.Header]
        let bytes: [UInt8]

        var body: String { String(decoding: bytes, as: UTF8.self) }

        /// The first value of a header, whatever its case.
        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        /// What `{"error": …}` says.
        var error: String? {
            (try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])?["error"] as? String
        }
    }

    /// `http://127.0.0.1:PORT`.
    let address: String
    let port: Int
    let log: TestLog
    /// PEM file of the authority that its certificate is of.
    var authority: String?
    private let group: ServiceGroup

    /// Serves while `body` runs, then stops the server and waits for its end.
    ///
    /// - Parameters:
    ///   - routes: What is served beside the pages and the routes of logging in.
    ///   - authority: PEM file of the authority that its certificate is of.
    ///   - log: What the server logs to.
    ///   - change: Changes settings that listen on 127.0.0.1, port 0.
    ///   - body: Asks the server.
    /// - Returns: What `body` returns.
    /// - Throws: what `body` or the server throws.
    static func serving<Result: Sendable>(
        _ routes: [any RouteGroup] = [],
        authority: String? = nil,
        log: TestLog = TestLog(),
        settings change: (inout APISettings) -> Void = { _ in },
        _ body: @Sendable (RoutedServer) async throws -> Result
    ) async throws -> Result {
        var settings = APISettings(host: "127.0.0.1", port: 0)
        change(&settings)
        let addresses = Watched<[String]>([])
        let server = APIServer(settings: settings, routes: routes, logger: log.logger) { address in
            addresses.change { $0.append(address) }
        }
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: log.logger))
        async let end: Void = group.run()
        do {
            try await addresses.wait(for: "the server to listen") { !$0.isEmpty }
            let address = addresses.value[0]
            let routed = RoutedServer(
                address: address,
                port: Int(address.split(separator: ":").last ?? "") ?? 0,
                log: log,
                authority: authority,
                group: group
            )
            let result = try await body(routed)
            await group.triggerGracefulShutdown()
            try await end
            return result
        } catch {
            await group.triggerGracefulShutdown()
            try await end
            throw error
        }
    }

    /// Tells the server to stop; it ends when what is under way has ended.
    func stop() async { await group.triggerGracefulShutdown() }

    /// Sends a request on a thread of its own, and returns the answer, its body as it came.
    func send(
        _ method: String = "GET",
        _ path: String,
        headers: [String: String] = [:],
        body: [UInt8] = []
    ) async throws -> Answer {
        // A transfer sees to packing itself.
        if headers["Accept-Encoding"] != nil { return try await sendBytes(method, path, headers: headers, body: body) }
        let request = Transfer.HTTPRequest(
            method,
            address + path,
            headers: headers.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) },
            body: body
        )
        var options = TransferOptions(proxy: .none)
        options.maximumRedirects = 0
        options.tls.authorities = authority
        let client = HTTPClient(options)
        return try await withCheckedThrowingContinuation { answered in
            Thread.detachNewThread {
                answered.resume(
                    with: Result {
                        let answer = try client.send(request, limit: 64 << 20)
                        return Answer(status: answer.status, headers: answer.headers, bytes: answer.body)
                    }
                )
            }
        }
    }

    /// Sends JSON.
    func send(_ method: String, _ path: String, headers: [String: String] = [:], json: String) async throws -> Answer {
        let headers = headers.merging(["Content-Type": "application/json"]) { given, _ in given }
        return try await send(method, path, headers: headers, body: Array(json.utf8))
    }

    private func sendBytes(
        _ method: String,
        _ path: String,
        headers: [String: String],
        body: [UInt8]
    ) async throws -> Answer {
        let fields = headers.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
        let head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n\(fields)"
        let heard = try await speak(
            .send(head + "Connection: close\r\n\r\n"),
            .sendBytes(body),
            .hearAll
        ).bytes
        let end = Array("\r\n\r\n".utf8)
        guard let place = heard.indices.first(where: { heard[$0...].starts(with: end) }) else {
            throw SupportError("no answer: \(String(decoding: heard, as: UTF8.self))")
        }
        let lines = String(decoding: heard[..<place], as: UTF8.self).split(separator: "\r\n")
        let fieldLines = lines.dropFirst().compactMap { line -> Transfer.HTTPRequest.Header? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return .init(String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, headers: fieldLines, bytes: Array(heard[(place + end.count)...]))
    }

    /// Speaks to the server byte by byte, on a thread of its own.
    @discardableResult
    func speak(_ steps: RawLine.Step...) async throws -> RawLine.Record { try await RawLine.speak(to: port, steps) }
}
