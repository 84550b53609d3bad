import Support
import Testing

@testable import API

@Suite("Requests")
struct RequestsTests {
    @Test("are answered, one after another on a connection [server-1]")
    func answers() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let hello = try await server.send("GET", "/hello")
            #expect(hello.status == 200)
            #expect(hello.body == "hello")
            #expect(hello.header("X-Content-Type-Options") == "nosniff")
            let two = try await server.speak(
                .send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\nGET /things/a HTTP/1.1\r\nHost: localhost\r\n"),
                .send("Connection: close\r\n\r\n"),
                .hearAll
            )
            #expect(two.statuses == ["200", "200"])
            #expect(two.text.contains("Connection: close"))
        }
    }

    @Test("of HTTP/1.0 are answered, and the connection ends [server-1]")
    func old() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(.send("GET /hello HTTP/1.0\r\n\r\n"), .hearAll)
            #expect(record.statuses == ["200"])
            #expect(record.text.hasSuffix("\r\n\r\nhello"))
        }
    }

    @Test("for another protocol are answered in this one, and the connection ends [server-1]")
    func upgrade() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let upgrade = try await server.speak(
                .send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
                .hearAll
            )
            #expect(upgrade.statuses == ["200"])
            #expect(upgrade.text.contains("Connection: close"))
            let connect = try await server.speak(
                .send("CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                .hearAll
            )
            #expect(connect.statuses == ["400"])
        }
    }

    @Test("for what there is not get 404, with another method 405 and Allow, all as JSON [server-3]")
    func missing() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let missing = try await server.send("GET", "/nothing")
            #expect(missing.status == 404)
            #expect(missing.header("Content-Type") == "application/json")
            #expect(missing.error?.contains("/docs") == true)
            let wrong = try await server.send("DELETE", "/hello")
            #expect(wrong.status == 405)
            #expect(wrong.header("Allow") == "GET, HEAD")
            #expect(wrong.error == "DELETE is not for this path; it takes GET, HEAD")
            #expect(try await server.send("PUT", "/things/a").header("Allow") == "GET, HEAD")
            #expect(try await server.send("GET", "/things/a/b").status == 404)
        }
    }

    @Test("with HEAD get the head of GET, errors too [server-3]")
    func head() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(
                .send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                .send("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                .hearAll
            )
            #expect(record.statuses == ["200", "404"])
            #expect(!record.text.contains("hello"))
            #expect(!record.text.contains("error"))
        }
    }

    @Test("that are refused are told why, in JSON that is sound [server-4]")
    func refusals() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let refused = try await server.send("GET", "/refuse")
            #expect(refused.status == 409)
            #expect(refused.error == "not \"now\"")
        }
    }

    @Test("that fail in a way that nobody foresaw get 500 and a number that the log has [server-4]")
    func unforeseen() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let failed = try await server.send("GET", "/fail")
            #expect(failed.status == 500)
            let trace = try #require(failed.error?.split(separator: " ").last)
            #expect(failed.error?.contains("Unforeseen") == false)
            try await server.log.wait(for: "trace=\(trace)")
            #expect(server.log.all.contains { $0.contains("Unforeseen") && $0.hasPrefix("error") })
        }
    }

    @Test(
        "with a path that could mean another are refused [server-5]",
        arguments: [
            "//hello", "/things//a", "/things/../hello", "/things/%2e%2e/hello", "/./hello", "/things/a%00",
            "/things/a%2fb",
            "/things/a%5Cb", "/things/%zz", "/things/%0aX", "/..", "/things/%ff", "/things/%a9", "/things/%+1",
            // A mark makes another character of the byte before it.
            "/things/../%cc%81b", "//%cc%81things", "/things%2f%cc%81b",
        ]
    )
    func paths(path: String) async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let answer = try await server.send("GET", path)
            #expect(answer.status == 400)
            #expect(answer.error?.contains("path") == true)
        }
    }

    @Test(
        "with a percent-encoded name are understood [server-5]",
        arguments: ["/things/a%20b", "/things/.hidden", "/things/a..b"]
    )
    func encoded(path: String) async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let answer = try await server.send("GET", path)
            #expect(answer.status == 200)
        }
    }

    @Test("that wait for '100 Continue' get it before they send their body [server-6]")
    func expect() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"),
                .hear("HTTP/1.1 100 Continue\r\n\r\n"),
                .send("12345"),
                .hear("12345")
            )
            #expect(record.statuses == ["100", "200"])
            let unknown = try await server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: a-miracle\r\n\r\n"),
                .hearAll
            )
            #expect(unknown.statuses == ["417"])
        }
    }

    @Test("may send their body in chunks [server-6]")
    func chunks() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
                .send("2\r\nde\r\n0\r\n\r\n"),
                .hear("abcde")
            )
            #expect(record.statuses == ["200"])
        }
    }
}
