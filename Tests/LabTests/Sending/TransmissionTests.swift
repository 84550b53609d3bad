import Glibc
import MQTT
import Support
import Synchronization
import Testing

@testable import Lab

@Suite struct TransmissionTests {
    private func options(_ broker: Broker, _ version: ProtocolVersion = .v5) -> ConnectionOptions {
        var options = ConnectionOptions(host: "127.0.0.1", port: broker.port, version: version, clientID: "sender")
        options.connectTimeout = .seconds(20)
        return options
    }

    private func emission(_ number: Int, bytes: Int = 4) throws -> Emission {
        let topic = try #require(TopicName("t/\(number % 3)"))
        let text = Array("\(number)".utf8)
        return Emission(
            topic: topic,
            payload: text + Array(repeating: 0x20, count: max(0, bytes - text.count)),
            offset: Int64(number) * 1000
        )
    }

    private func send(
        _ count: Int,
        _ options: ConnectionOptions,
        qos: QoS = .atLeastOnce,
        speed: Speed = .maximum,
        bytes: Int = 4,
        before: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> SendingSummary {
        try await WorkThread.run {
            var next = 0
            return try Transmission(options, qos: qos, speed: speed, stop: StopSignal()).run {
                guard next < count else { return nil }
                before(next)
                defer { next += 1 }
                return try emission(next, bytes: bytes)
            }
        }
    }

    @Test(
        "[simulation-40] all of QoS 1 is confirmed at the end, in both protocols",
        arguments: [ProtocolVersion.v5, .v311]
    )
    func confirmed(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        let messages = try await broker.subscribe("t/#")
        let summary = try await send(1000, options(broker, version))
        #expect(summary.messages == 1000)
        #expect(summary.confirmed == 1000)
        #expect(summary.bytes == 4000)
        #expect(summary.unheard == 0)
        #expect(!summary.isStopped)
        try await messages.waitForOutput("1000 messages") { $0.split(separator: "\n").count == 1000 }
    }

    @Test("[simulation-40] a broker that comes back gets what it has not confirmed")
    func restart() async throws {
        let broker = try await Broker()
        let reached = Watched(0)
        async let sending = send(600, options(broker), speed: .times(0.5)) { number in reached.change { $0 = number } }
        try await reached.wait(for: "some messages") { $0 > 100 }
        try await broker.stop()
        try await broker.start()
        let summary = try await sending
        #expect(summary.messages == 600)
        #expect(summary.confirmed == 600)
    }

    @Test(
        "[simulation-40] nothing piles up here when the broker takes nothing",
        arguments: [QoS.atMostOnce, .atLeastOnce]
    )
    func bounded(qos: QoS) async throws {
        let broker = try await Broker()
        var options = options(broker)
        options.connectTimeout = .seconds(4)
        let pulled = Watched(0)
        let error = await #expect(throws: LabError.self) {
            try await send(100_000, options, qos: qos, bytes: 65_536) { number in
                // The broker stands still once it is connected to.
                if number == 0 { broker.signal(SIGSTOP) }
                pulled.change { $0 = number + 1 }
            }
        }
        #expect(error?.message.contains("took no message") == true, "\(error?.message ?? "")")
        // 64 that are not confirmed, or what the sockets' buffers hold.
        #expect(pulled.value <= (qos == .atLeastOnce ? 65 : 400))
        broker.signal(SIGCONT)
    }

    @Test("[simulation-41] tells what the broker refuses and what nobody hears")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let rules = try folder.write("topic readwrite t/0\ntopic readwrite t/1\n", to: "acl")
        let broker = try await Broker(["acl_file \(rules)"])
        let messages = try await broker.subscribe("t/0")
        let summary = try await send(300, options(broker))
        #expect(summary.refused == 100)
        #expect(summary.unheard == 100)
        #expect(summary.confirmed == 200)
        try await messages.waitForOutput("100 messages") { $0.split(separator: "\n").count == 100 }
    }

    @Test("[simulation-41] a broker that refuses the client is told at once")
    func login() async throws {
        let broker = try await Broker(anonymous: false)
        let error = await #expect(throws: LabError.self) { try await send(1, options(broker)) }
        #expect(
            error?.message.contains("no connection to 127.0.0.1:\(broker.port): ") == true,
            "\(error?.message ?? "")"
        )
    }

    @Test("[simulation-23] a signal ends sending, and what was sent is confirmed")
    func stopped() async throws {
        let broker = try await Broker()
        let stop = try StopSignal()
        let options = options(broker)
        let summary = try await WorkThread.run {
            var next = 0
            return try Transmission(options, qos: .atLeastOnce, speed: .times(1), stop: stop).run {
                if next == 50 { stop.stop() }
                defer { next += 1 }
                return try emission(next)
            }
        }
        #expect(summary.isStopped)
        #expect((50...51).contains(summary.messages))
        #expect(summary.confirmed == summary.messages)
    }
}
