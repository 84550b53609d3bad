import Support
import Testing

@testable import MQTT

@Suite("Properties through a real broker")
struct PropertiesTests {
    private static let qualities: [QoS] = [.atMostOnce, .atLeastOnce]

    @Test("[mqtt-2] correlation data arrives byte for byte", arguments: qualities)
    func correlationData(qos: QoS) async throws {
        let broker = try await Broker()
        let sent = [0, 1, 16, 47, 48, 49, 255, 65_535].map { count in
            CorrelationData((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) })
        }
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            let arrived = try bench.exchange(sent.map { MessageProperties(correlationData: $0) }, qos: qos)
            #expect(arrived.map { $0.correlationData?.count ?? 0 } == sent.map(\.count))
            #expect(arrived.map { $0.correlationData ?? CorrelationData([]) } == sent)
            bench.stop()
        }
    }

    @Test("[mqtt-3] every message has its own properties, whatever the one before it had", arguments: qualities)
    func changingProperties(qos: QoS) async throws {
        let broker = try await Broker()
        let (a, b, c) = (UserProperty("a", "1"), UserProperty("b", ""), UserProperty("c", "a value of some length"))
        let many = (0..<40).map { UserProperty("name \($0)", "value \($0)") }
        let pairs = [[a, b], [a, b], [a], [a, c, b], [], [a, c, b], [c, a], [b, a], many, many, [a, b]]
        let sent = pairs.enumerated().map { place, pairs in
            MessageProperties(
                responseTopic: place % 3 == 0 ? nil : "clients/of-some-length/reply/\(place % 2)",
                expiry: place % 2 == 0 ? nil : 1000,
                contentType: place % 4 == 0 ? "application/json; number=\(place)" : nil,
                userProperties: pairs
            )
        }
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            #expect(try bench.exchange(sent, qos: qos) == sent)
            bench.stop()
        }
    }

    @Test("[mqtt-40] texts and user properties that come again take no new memory")
    func reuse() async throws {
        let broker = try await Broker()
        let properties = MessageProperties(
            responseTopic: "clients/of-some-length/reply",
            contentType: "application/json; charset=utf-8",
            userProperties: [UserProperty("a name of some length", "a value of some length")]
        )
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            let arrived = try bench.exchange([properties, MessageProperties(), properties], qos: .atMostOnce)
            #expect(arrived[0] == properties && arrived[2] == properties)
            #expect(place(of: arrived[0].responseTopic) == place(of: arrived[2].responseTopic))
            #expect(place(of: arrived[0].contentType) == place(of: arrived[2].contentType))
            #expect(place(of: arrived[0].userProperties) == place(of: arrived[2].userProperties))
            bench.stop()
        }
    }
}
