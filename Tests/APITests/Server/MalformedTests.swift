import Support
import Testing

@testable import API

@Suite("Malformed requests")
struct MalformedTests {
    private static let echo = "POST /echo HTTP/1.1\r\nHost: localhost\r\n"

    @Test(
        "get 400 in JSON, and the connection ends [server-2]",
        arguments: [
            "nonsense\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}",
            "GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nbroken line\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n: empty\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost : localhost\r\n\r\n",
            echo + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            echo + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", echo + "Content-Length: -1\r\n\r\n",
            echo + "Content-Length: 3x\r\n\r\nabc", echo + "Content-Length: 99999999999999999999999\r\n\r\nabc",
            echo + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
            echo + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n",
        ]
    )
    func malformed(text: String) async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(.send(text), .hearAll)
            #expect(record.statuses == ["400"])
            #expect(record.text.contains("{\"error\":\""))
            #expect(record.isEnded)
            #expect(try await server.send("GET", "/hello").status == 200)
        }
    }

    @Test("after good ones leave the answers of those as they are [server-2]")
    func afterGood() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(
                .send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n"),
                .hearAll
            )
            #expect(record.statuses == ["200", "400"])
        }
    }

    @Test("that name another transfer encoding get 501 [server-2]", arguments: ["gzip", "gzip, chunked", "identity"])
    func encodings(name: String) async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(
                .send(Self.echo + "Transfer-Encoding: \(name)\r\n\r\n0\r\n\r\n"),
                .hearAll
            )
            #expect(["400", "501"].contains(record.statuses.first))
            #expect(record.statuses.count == 1)
        }
    }

    @Test("whose body ends too early are never taken for whole [server-2]")
    func cutOff() async throws {
        let routes = CountingRoutes()
        try await RoutedServer.serving([routes]) { server in
            try await server.speak(
                .send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345"),
                .closeWriting,
                .hearAll
            )
            try await server.speak(.send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345"))
            try await routes.failed.wait(for: "both bodies to fail") { $0 == 2 }
            #expect(routes.whole.value == 0)
        }
    }

    @Test("with an endless head get 431, with an endless path 414 [server-7]")
    func endless() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let field = String(repeating: "a", count: 20 << 10)
            let large = try await server.speak(
                .send("GET /hello HTTP/1.1\r\nHost: localhost\r\nX: \(field)\r\n\r\n"),
                .hearAll
            )
            #expect(large.statuses == ["431"])
            let many = (0..<200).map { "X\($0): 1\r\n" }.joined()
            let crowd = try await server.speak(.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n"), .hearAll)
            #expect(crowd.statuses == ["431"])
            let path = String(repeating: "a", count: 10 << 10)
            let long = try await server.speak(.send("GET /\(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"), .hearAll)
            #expect(long.statuses == ["414"])
            let endless = try await server.speak(
                .trickle("X-A: " + String(repeating: "a", count: 8000) + "\r\n", times: 10_000, pause: .zero),
                .hearAll
            )
            #expect(endless.isEnded)
            #expect(endless.trickled < 10_000)
        }
    }
}
