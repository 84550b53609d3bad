import Support
import Testing

@testable import API

@Suite("Clients that are too slow")
struct SlowClientsTests {
    @Test("with their head get 408, or nothing where they say nothing [server-11]")
    func heads() async throws {
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.patience.head = .milliseconds(300) }) { server in
            let slow = try await server.speak(
                .trickle("G", times: 1, pause: .zero),
                .trickle("E", times: 1, pause: .zero),
                .hearAll
            )
            #expect(slow.statuses == ["408"])
        }
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.patience.idle = .seconds(2) }) { server in
            let silent = try await server.speak(.hearAll)
            #expect(silent.text == "")
            let kept = try await server.speak(.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"), .hearAll)
            #expect(kept.statuses == ["200"])
        }
    }

    @Test("with their body get 408, however they trickle [server-11]")
    func bodies() async throws {
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.patience.body = .milliseconds(300) }) { server in
            let slow = try await server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"),
                .trickle("a", times: 2000, pause: .milliseconds(20)),
                .hearAll
            )
            #expect(slow.statuses == ["408"])
            #expect(slow.trickled < 2000)
        }
    }

    @Test("with their body are never taken for done [server-2] [server-11]")
    func cutOff() async throws {
        let routes = CountingRoutes()
        try await RoutedServer.serving([routes], settings: { $0.patience.body = .milliseconds(100) }) { server in
            let slow = try await server.speak(
                .send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345"),
                .hearAll
            )
            #expect(slow.statuses == ["408"])
            try await routes.failed.wait(for: "the body to fail") { $0 == 1 }
            #expect(routes.whole.value == 0)
        }
    }

    @Test("in reading their answer are cut off [server-11]")
    func readers() async throws {
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.patience.write = .milliseconds(300) }) { server in
            // It takes nothing for as long as the server waits; then it finds the end before the answer's.
            let record = try await server.speak(
                .narrow,
                .send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                .trickle("", times: 250, pause: .milliseconds(20)),
                .hearAll
            )
            #expect(record.text.utf8.count < 64 << 20)
        }
    }

    @Test("keep nobody else from an answer [server-11]")
    func others() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { (server) async throws -> Void in
            async let slow: RawLine.Record = server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n"),
                .trickle("a", times: 20, pause: .milliseconds(20)),
                .hear("aaaaaaaaaaaaaaaaaaaa")
            )
            for _ in 0..<5 {
                let quick = try await server.send("GET", "/hello")
                #expect(quick.status == 200)
            }
            let record = try await slow
            #expect(record.statuses == ["200"])
        }
    }
}
