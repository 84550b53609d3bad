import Glibc
import Support
import Testing

@testable import MQTT

@Suite("Bursts through a real broker")
struct BurstIntegrationTests {
    private static let qualities: [QoS] = [.atMostOnce, .atLeastOnce]

    @Test("[mqtt-41] a burst arrives complete and in order", arguments: qualities, [1, 2, 3, 17, 18, 500])
    func complete(qos: QoS, count: Int) async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            try bench.publishAsBurst(0..<count, qos: qos)
            #expect(try bench.isCorked() == false)
            try bench.receive(count)
            #expect(bench.received == (0..<count).map(String.init))
            bench.stop()
        }
    }

    @Test("[mqtt-41] a burst leaves in few segments", arguments: qualities)
    func fewSegments(qos: QoS) async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            #expect(try bench.fewestSegments(of: 16, qos: qos) <= 6)
            bench.stop()
        }
    }

    @Test("[mqtt-41] a burst of two is let out when it ends, and one message alone is never held")
    func released() async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            let topic = try #require(TopicName("t/x"))
            var wasCorked = false
            for round in 0..<100 where !wasCorked {
                try bench.publisher.burst {
                    try bench.publisher.publish([1], to: topic, qos: .atMostOnce)
                    #expect(try bench.isCorked() == false)
                    try bench.publisher.publish([2], to: topic, qos: .atMostOnce)
                    wasCorked = try bench.isCorked()
                }
                #expect(try bench.isCorked() == false)
                try bench.receive(2 * round + 2)
            }
            #expect(wasCorked, "the second message of a burst was never held")
            bench.stop()
        }
    }

    @Test("[mqtt-41] a connection that is lost within a burst comes back and carries the next one")
    func lost() async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            let topic = try #require(TopicName("elsewhere"))
            bench.publisher.burst {
                for number in 0..<20 {
                    if number == 10 { #expect(shutdown(bench.publisher.interest.socket, Int32(SHUT_RDWR)) == 0) }
                    _ = try? bench.publisher.publish([1], to: topic, qos: .atMostOnce)
                }
            }
            try bench.turn("for the connection to be back") { bench.publisher.isUp && bench.publisher.reconnects == 1 }
            #expect(try bench.isCorked() == false)
            try bench.publishAsBurst(0..<100, qos: .atLeastOnce)
            try bench.receive(100)
            #expect(bench.received == (0..<100).map(String.init))
            bench.stop()
        }
    }

    @Test("[mqtt-12] what is published while the connection breaks is not refused, and goes out once it is back")
    func brokenUnder() async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            // What is written from here on meets a broken pipe, before the loop has heard of it.
            #expect(shutdown(bench.publisher.interest.socket, Int32(SHUT_RDWR)) == 0)
            try bench.publish(0..<50)
            try bench.receive(50)
            #expect(bench.received == (0..<50).map(String.init))
            #expect(bench.publisher.reconnects == 1)
            bench.stop()
        }
    }

    @Test("[mqtt-41] a burst through TLS arrives complete, in order and in few segments", arguments: qualities)
    func throughTLS(qos: QoS) async throws {
        let certificates = try await TestCertificates()
        let pair = try await certificates.server()
        let port = try Broker.freePort()
        let broker = try await Broker([
            "listener \(port) 127.0.0.1", "cafile \(certificates.authority)", "certfile \(pair.certificate)",
            "keyfile \(pair.key)",
        ])
        try await onThread {
            let bench = try LaneBench(port: broker.port, secured: (port, certificates.authority))
            try bench.publishAsBurst(0..<200, qos: qos)
            #expect(try bench.isCorked() == false)
            try bench.receive(200)
            #expect(bench.received == (0..<200).map(String.init))
            #expect(try bench.fewestSegments(of: 16, qos: qos) <= 6)
            bench.stop()
        }
    }

    @Test("[mqtt-42] the acknowledgements of a burst leave in few segments, and one alone is not held")
    func acknowledgements() async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port)
            try bench.publishInOneBurst(0..<100)
            try bench.turn("for a burst") { bench.received.count >= 10 }
            let socket = bench.lane.interest.socket
            let before = try segments(socket)
            let held = bench.lane.held
            bench.settleAll()
            #expect(try segments(socket) - before < held / 2)
            #expect(try isCorked(socket) == false)
            try bench.receive(100)
            bench.stop()
        }
    }
}

extension LaneBench {
    /// Publishes numbers as one burst.
    fileprivate func publishAsBurst(_ numbers: Range<Int>, qos: QoS) throws {
        let topic = try #require(TopicName("t/x"))
        try publisher.burst {
            for number in numbers { try publisher.publish(Array("\(number)".utf8), to: topic, qos: qos) }
        }
    }

    /// The segments that a burst leaves in; the fewest of five, as the system may take the processor away within one.
    fileprivate func fewestSegments(of count: Int, qos: QoS) throws -> Int {
        let socket = publisher.interest.socket
        let counts = try (0..<5).map { _ in
            let before = (messages: received.count, segments: try segments(socket))
            try publishAsBurst(0..<count, qos: qos)
            let sent = try segments(socket) - before.segments
            try receive(before.messages + count)
            return sent
        }
        return counts.min() ?? 0
    }

    /// True while the publisher's socket holds back what does not fill a segment.
    fileprivate func isCorked() throws -> Bool { try MQTTTests.isCorked(publisher.interest.socket) }
}

private func isCorked(_ socket: Int32) throws -> Bool {
    var value: Int32 = -1
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &value, &size) == 0 else {
        throw SupportError("TCP_CORK of socket \(socket) cannot be read: errno \(errno)")
    }
    return value != 0
}

/// How many segments with data a connection has sent: `tcpi_data_segs_out` of Linux's `struct tcp_info`.
private func segments(_ socket: Int32) throws -> Int {
    let place = 156
    var information = [UInt8](repeating: 0, count: 256)
    var size = socklen_t(information.count)
    guard unsafe getsockopt(socket, Int32(IPPROTO_TCP), TCP_INFO, &information, &size) == 0, size >= place + 4 else {
        throw SupportError("TCP_INFO of socket \(socket) cannot be read: errno \(errno), \(size) bytes")
    }
    return Int(unsafe information.span.bytes.unsafeLoad(fromByteOffset: place, as: UInt32.self))
}
