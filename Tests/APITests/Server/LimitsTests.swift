import Archive
import Support
import Testing

@testable import API

@Suite("Limits")
struct LimitsTests {
    @Test("a body that says it is too large gets 413 before it is sent; one in chunks when it is [server-7]")
    func bodies() async throws {
        try await RoutedServer.serving([EchoRoutes(limit: 1000)], settings: { $0.bodyLimit = 1000 }) { server in
            let early = try await server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n"),
                .hearAll
            )
            #expect(early.statuses == ["413"])
            #expect(early.text.contains("limits.http_body"))
            let chunk = "400\r\n" + String(repeating: "a", count: 1024) + "\r\n"
            let late = try await server.speak(
                .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .trickle(chunk, times: 1000, pause: .zero),
                .hearAll
            )
            #expect(late.statuses == ["413"])
            let whole = try await server.send("POST", "/echo", body: [UInt8](repeating: 97, count: 1001))
            #expect(whole.status == 413)
            #expect(try await server.send("POST", "/echo", body: [UInt8](repeating: 97, count: 1000)).status == 200)
        }
    }

    @Test("a body that nobody reads ends the connection after its answer [server-7]")
    func unread() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let record = try await server.speak(
                .send("POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc"),
                .hearAll
            )
            #expect(record.statuses == ["404"])
            #expect(record.text.contains("Connection: close"))
        }
    }

    @Test("packed bodies are unpacked, bombs get 413, broken ones 400, unknown encodings 415 [server-8]")
    func packed() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let text = [UInt8](repeating: 98, count: 5000)
            for packing in [Packing.gzip, .deflate] {
                let encoding = ["Content-Encoding": packing.rawValue]
                let echoed = try await server.send("POST", "/echo", headers: encoding, body: try packing.pack(text))
                #expect(echoed.bytes == text)
                let bomb = try packing.pack([UInt8](repeating: 0, count: 8 << 20))
                #expect(bomb.count < 64 << 10)
                let refused = try await server.send("POST", "/echo", headers: encoding, body: bomb)
                #expect(refused.status == 413)
                let broken = try await server.send("POST", "/echo", headers: encoding, body: Array("abc".utf8))
                #expect(broken.status == 400)
                let cut = try await server.send(
                    "POST",
                    "/echo",
                    headers: encoding,
                    body: Array(try packing.pack(text).dropLast(9))
                )
                #expect(cut.status == 400)
            }
            let unknown = try await server.send("POST", "/echo", headers: ["Content-Encoding": "br"], body: text)
            #expect(unknown.status == 415)
            #expect(unknown.header("Accept-Encoding") == "gzip, deflate")
        }
    }

    @Test(
        "answers are packed for who takes that [server-8]",
        arguments: [
            ("gzip, deflate, br", "gzip"), ("deflate", "deflate"), ("gzip;q=0, deflate;q=0.5", "deflate"),
            ("br", nil), ("gzip;q=0", nil), ("*", "gzip"), ("gzip;q=0, *", "deflate"), ("gzip;q=nan", nil),
            ("gzip, *;q=0", "gzip"),
        ]
    )
    func packedAnswers(accepted: String, expected: String?) async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let text = [UInt8](repeating: 99, count: 5000)
            let answer = try await server.send("POST", "/echo", headers: ["Accept-Encoding": accepted], body: text)
            #expect(answer.header("Content-Encoding") == expected)
            #expect(answer.header("Vary") == "Accept-Encoding")
            let packing = expected.flatMap { Packing(rawValue: $0) }
            #expect(try packing?.unpack(answer.bytes, limit: 5000) ?? answer.bytes == text)
            let small = try await server.send("POST", "/echo", headers: ["Accept-Encoding": accepted], body: [1, 2])
            #expect(small.header("Content-Encoding") == nil)
        }
    }

    @Test("connections beyond the limit are told so, and others go on [server-9]")
    func connections() async throws {
        let routes = EchoRoutes()
        try await RoutedServer.serving([routes], settings: { $0.connections = 2 }) { server in
            async let first = server.send("GET", "/slow")
            async let second = server.send("GET", "/slow")
            try await routes.entered.wait(for: "two requests") { $0 == 2 }
            let third = try await server.speak(.hearAll)
            #expect(third.statuses == ["503"])
            #expect(third.text.contains("limits.connections"))
            #expect(third.text.contains("Retry-After: "))
            routes.gate.change { $0 = true }
            #expect(try await first.body == "slow")
            #expect(try await second.body == "slow")
        }
    }

    @Test("connections that clients left without a word are free again [server-9]")
    func vanished() async throws {
        let routes = EchoRoutes()
        try await RoutedServer.serving([routes], settings: { $0.connections = 2 }) { server in
            for _ in 0..<6 {
                try await server.speak(
                    .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc")
                )
            }
            try await server.speak(.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"), .hear("aaaa"))
            // Those that the server has not yet missed may still be counted for a moment.
            var statuses: [Int] = []
            while statuses.last != 200, statuses.count < 1000 {
                statuses.append(try await server.send("GET", "/hello").status)
            }
            #expect(statuses.last == 200)
        }
    }

    @Test("other machines are held to a rate of requests and a number of connections [server-9] [server-10]")
    func addresses() async throws {
        let routes = EchoRoutes()
        try await RoutedServer.serving(
            [routes],
            settings: {
                $0.patience.countsLoopback = true
                $0.patience.requests = 3
                $0.patience.connectionsPerAddress = 2
            },
            { server in
                let asked = String(repeating: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", count: 20)
                let record = try await server.speak(.send(asked), .hearAll)
                #expect(record.statuses.last == "429")
                #expect(record.statuses.dropLast().allSatisfy { $0 == "200" })
                #expect((4...20).contains(record.statuses.count))
                #expect(record.text.contains("Retry-After: 1"))
            }
        )
        try await RoutedServer.serving(
            [routes],
            settings: {
                $0.patience.countsLoopback = true
                $0.patience.connectionsPerAddress = 1
            },
            { server in
                async let slow = server.send("GET", "/slow")
                try await routes.entered.wait(for: "a request") { $0 == 1 }
                let second = try await server.speak(.hearAll)
                #expect(second.statuses == ["503"])
                #expect(second.text.contains("from here"))
                routes.gate.change { $0 = true }
                let first = try await slow
                #expect(first.status == 200)
            }
        )
    }

    @Test("connections leave room for the files of all else [server-9]")
    func files() {
        #expect(OpenFiles.fitting(1024, limit: 65536) == 1024)
        #expect(OpenFiles.fitting(1024, limit: 1024) == 768)
        #expect(OpenFiles.fitting(1024, limit: 100) == 8)
        #expect(OpenFiles.limit > 0)
    }

    @Test("a rate holds what comes above it back, and lets as much through each second [server-10]")
    func rate() {
        let start = ContinuousClock.now
        let bucket = TokenBucket(perSecond: 3, now: start)
        #expect((0..<5).map { _ in bucket.take(now: start) } == [true, true, true, false, false])
        let later = start + .seconds(2)
        #expect((0..<5).map { _ in bucket.take(now: later) } == [true, true, true, false, false])
        #expect(bucket.take(now: later + .milliseconds(400)))
    }
}
