import Foundation
import Support
import Testing
import Transfer

/// `marram run` beside its HTTP API.
@Suite("The HTTP API of a node")
struct AddressTests {
    private static func address(in log: String) -> String? {
        log.split(separator: "\n").first { $0.contains("the API listens") }?
            .split(separator: " ").first { $0.hasPrefix("address=") }
            .map { String($0.dropFirst("address=".utf8.count)) }
    }

    /// Asks on a thread of its own.
    private static func get(_ url: String) async throws -> HTTPResponse {
        try await withCheckedThrowingContinuation { answered in
            Thread.detachNewThread {
                let client = HTTPClient(TransferOptions(proxy: .none))
                answered.resume(with: Result { try client.send(HTTPRequest("GET", url), limit: 1 << 20) })
            }
        }
    }

    @Test("is where the log says, on every port, and ends with the node [server-12] [server-13]")
    func listens() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let marram = try MarramProcess(
            ["node": "shop", "models": [[String: String]]()],
            port: broker.port,
            folder: folder,
            environment: ["MARRAM_API_ENABLED": "true", "MARRAM_API_PORT": "0"]
        )
        try await marram.process.waitForErrors("the API to listen") { Self.address(in: $0) != nil }
        let address = try #require(Self.address(in: marram.process.errors))
        let session = try await Self.get(address + "/api/session")
        #expect(session.status == 200)
        #expect(String(decoding: session.body, as: UTF8.self) == #"{"login":false,"name":null,"role":"operator"}"#)
        #expect(try await Self.get(address + "/").header("Content-Type") == "text/html; charset=utf-8")
        let end = try await marram.stop()
        #expect(end.code == 0)
        #expect(end.errors.contains("stopped"))
    }

    @Test("in a port that is in use leaves the node serving [server-13]")
    func portInUse() async throws {
        let broker = try await Broker()
        let status = try await broker.subscribe("marram/v1/shop/status")
        let folder = try TemporaryFolder()
        // A broker is one that has a port.
        let marram = try MarramProcess(
            ["node": "shop", "models": [[String: String]]()],
            port: broker.port,
            folder: folder,
            environment: ["MARRAM_API_ENABLED": "true", "MARRAM_API_PORT": "\(broker.port)"]
        )
        try await marram.process.waitForErrors("the port to be missed") { $0.contains("the API cannot listen") }
        #expect(marram.process.errors.contains("MARRAM_API_PORT"))
        try await status.waitForOutput("online") { $0.contains("status online") }
        #expect(try await marram.stop().code == 0)
    }

    @Test("has tokens that 'marram token' makes [access-5]")
    func token() async throws {
        let made = try await Command([Project.program("marram"), "token", "grafana", "--role", "reader"]).run()
        #expect(made.code == 0)
        let words = made.output.split(whereSeparator: \.isWhitespace)
        #expect(words.count == 6)
        #expect(words[0] == "token:" && words[1].count == 64)
        #expect(words[2...4] == ["line:", "grafana", "reader"] && words[5].count == 64)
        #expect(words[1] != words[5])
        let bad = try await Command([Project.program("marram"), "token", "a b", "--role", "reader"]).run()
        #expect(bad.code == 1)
        #expect(bad.errors.contains("is no name; expected 1 to 64"))
    }
}
