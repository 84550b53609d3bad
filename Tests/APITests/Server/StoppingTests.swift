import Foundation
import Monitoring
import ServiceLifecycle
import Support
import Testing

@testable import API

@Suite("A server that is told to stop")
struct StoppingTests {
    @Test("has a name for logs: nothing is told of what it is made from")
    func name() {
        let server = APIServer(settings: APISettings(host: "::1", port: 0), routes: [], logger: TestLog().logger)
        #expect("\(server)" == "API")
        let board = Board(session: 1)
        let streams = EventStreams(board, sheet: StateSheet(board), limit: 1)
        #expect("\(Courier(board: board, streams: streams))" == "event streams")
    }

    @Test("finishes what is under way, and takes nothing more [server-12]")
    func finishes() async throws {
        let routes = EchoRoutes()
        try await RoutedServer.serving([routes]) { server in
            async let slow = server.send("GET", "/slow")
            try await routes.entered.wait(for: "the request") { $0 == 1 }
            await server.stop()
            routes.gate.change { $0 = true }
            #expect(try await slow.body == "slow")
        }
    }

    @Test("ends open streams, at the latest when its time is up [server-12]")
    func streams() async throws {
        let routes = EchoRoutes()
        try await RoutedServer.serving([routes], settings: { $0.patience.shutdown = .milliseconds(200) }) { server in
            async let stream: RawLine.Record = server.speak(
                .send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                .hearAll
            )
            try await routes.entered.wait(for: "the stream") { $0 == 1 }
            await server.stop()
            #expect(try await stream.text.contains(": hello"))
        }
    }

    @Test("whose port is in use tries again until it is free, and says so once [server-13]")
    func portInUse() async throws {
        try await RoutedServer.serving { first in
            var settings = APISettings(host: "127.0.0.1", port: first.port)
            settings.patience.retry = .milliseconds(50)
            let log = TestLog()
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: APIServer(settings: settings, routes: [], logger: log.logger))],
                    logger: log.logger
                )
            )
            async let end: Void = group.run()
            try await log.wait(for: "the API cannot listen")
            #expect(log.all.contains { $0.hasPrefix("error") && $0.contains("MARRAM_API_PORT") })
            await first.stop()
            try await log.wait(for: "the API listens address=http://127.0.0.1:\(first.port)")
            #expect(log.all.count { $0.contains("cannot listen") && $0.hasPrefix("error") } == 1)
            await group.triggerGracefulShutdown()
            try await end
        }
    }

    @Test("that may not be served says why, and waits for the stop [server-14]")
    func unsafe() async throws {
        let log = TestLog()
        let settings = APISettings(host: "0.0.0.0", port: 0)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: APIServer(settings: settings, routes: [], logger: log.logger))],
                logger: log.logger
            )
        )
        async let end: Void = group.run()
        try await log.wait(for: "api.tls needs certificate and key")
        await group.triggerGracefulShutdown()
        try await end
        #expect(!log.all.contains { $0.contains("listens") })
    }
}
