import Foundation
import Glibc
import Logging
import Support
import Testing

@testable import MQTT

/// A lane and a publisher in one loop; the test turns it on a thread of its own.
private final class LaneBench: LaneDelegate, PublisherDelegate {
    private(set) var received: [String] = []
    private(set) var redelivered: [Bool] = []
    private(set) var holds: [Lane.Hold] = []
    private var confirmed = 0
    let lane: Lane
    private let publisher: Publisher
    private let loop: EventLoop

    init(port: Int, version: ProtocolVersion, burst: Int) throws {
        let wakeup = try Wakeup()
        let quiet = Logger(label: "lane") { _ in SwiftLogNoOpLogHandler() }
        var options = ConnectionOptions(host: "127.0.0.1", port: port, version: version, clientID: "lane")
        options.sessionExpiry = .seconds(600)
        loop = EventLoop(wakeup: wakeup)
        lane = try Lane(
            options,
            filters: [try #require(TopicFilter("t/#"))],
            qos: .atLeastOnce,
            burst: burst,
            holdsAcknowledgements: true,
            watchesRedelivery: .seconds(60),
            wakeup: wakeup,
            logger: quiet
        )
        let out = ConnectionOptions(host: "127.0.0.1", port: port, version: version, clientID: "out")
        publisher = try Publisher(out, wakeup: wakeup, logger: quiet)
        lane.isAdmitted = true
        lane.delegate = self
        publisher.delegate = self
        loop.add(lane)
        loop.add(publisher)
        try turn("to be ready") { lane.isReady && publisher.isUp }
    }

    func turn(_ what: String, until isDone: () -> Bool) throws {
        let end = ContinuousClock.now + .seconds(20)
        while !isDone() {
            loop.turn(until: end)
            guard .now < end else { throw SupportError("waited \(what) in vain; received \(received)") }
        }
    }

    func publish(_ numbers: Range<Int>) throws {
        let before = confirmed
        for number in numbers {
            try publisher.publish(Array("\(number)".utf8), to: try #require(TopicName("t/x")), qos: .atLeastOnce)
        }
        try turn("for confirmations") { confirmed == before + numbers.count }
    }

    /// Publishes while the lane does not read, so that all is there when it does.
    func publishInOneBurst(_ numbers: Range<Int>) throws {
        lane.isAdmitted = false
        try publish(numbers)
        try settleDown()
        lane.isAdmitted = true
    }

    /// Goes to the broker and back, several times: what the lane would read by itself it has read then.
    func settleDown() throws {
        for _ in 0..<10 {
            let before = confirmed
            try publisher.publish([], to: try #require(TopicName("elsewhere")), qos: .atLeastOnce)
            try turn("for a round trip") { confirmed > before }
        }
    }

    /// Receives and settles until there were so many.
    func receive(_ count: Int) throws {
        settleAll()
        while received.count < count {
            let before = received.count
            try turn("for message \(before) of \(count)") { received.count > before }
            settleAll()
        }
    }

    func settleAll() {
        let all = holds
        holds = []
        all.forEach { lane.settle($0) }
    }

    func stop() {
        lane.stop()
        publisher.stop()
    }

    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        received.append(unsafe payload.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
        redelivered.append(head.redelivered)
        holds.append(lane.hold())
    }

    func laneIsReady(_ lane: Lane) {}
    func laneIsDown(_ lane: Lane) { holds = [] }
    func publisherIsUp(_ publisher: Publisher) {}
    func publisherIsDown(_ publisher: Publisher) {}

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        confirmed += 1
    }
}

/// Runs a body that blocks on a thread of its own.
private func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread { done.resume(with: Result(catching: body)) }
    }
}

@Suite("A lane on a real broker")
struct LaneTests {
    private static let versions: [ProtocolVersion] = [.v5, .v311]

    @Test("[mqtt-30] what is held and never settled comes again to the next session", arguments: versions)
    func heldComesAgain(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let first = try LaneBench(port: broker.port, version: version, burst: 8)
            try first.publishInOneBurst(0..<3)
            try first.turn("for all") { first.received.count == 3 }
            #expect(first.redelivered == [false, false, false])
            first.stop()
            let second = try LaneBench(port: broker.port, version: version, burst: 8)
            try second.receive(3)
            #expect(second.received == ["0", "1", "2"])
            #expect(second.redelivered == [true, true, true])
            second.stop()
        }
    }

    @Test("[mqtt-31] what is settled does not come again", arguments: versions)
    func settledDoesNot(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let first = try LaneBench(port: broker.port, version: version, burst: 4)
            try first.publish(0..<10)
            try first.turn("for the first burst") { first.received.count >= 1 }
            while first.received.count < 7 {
                let before = first.received.count
                first.settleAll()
                try first.turn("for more") { first.received.count > before }
            }
            let held = first.holds.count
            let settled = first.received.count - held
            try first.settleDown()
            first.stop()
            let second = try LaneBench(port: broker.port, version: version, burst: 64)
            try second.receive(10 - settled)
            #expect(Set(second.received) == Set((settled..<10).map(String.init)))
            try second.settleDown()
            #expect(second.received.count == 10 - settled)
            second.stop()
        }
    }

    @Test("[mqtt-32] no more than a burst is read before it is settled", arguments: versions)
    func burst(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port, version: version, burst: 5)
            try bench.publishInOneBurst(0..<12)
            var seen = 0
            while seen < 12 {
                try bench.turn("for a burst") { bench.received.count > seen }
                try bench.settleDown()
                #expect(bench.received.count - seen <= 5)
                #expect(bench.lane.held == bench.received.count - seen)
                seen = bench.received.count
                bench.settleAll()
            }
            #expect(bench.received == (0..<12).map(String.init))
            bench.stop()
        }
    }

    @Test("[mqtt-33] settling twice, or in a later connection, lets nothing else go", arguments: versions)
    func strayHolds(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let first = try LaneBench(port: broker.port, version: version, burst: 8)
            try first.publishInOneBurst(0..<2)
            try first.turn("for both") { first.received.count == 2 }
            let stray = first.holds
            // The connection breaks; the lane notices when it writes.
            #expect(shutdown(first.lane.interest.socket, Int32(SHUT_RDWR)) == 0)
            first.lane.settle(stray[0])
            #expect(first.lane.held == 1)
            first.lane.settle(stray[1])
            try first.turn("for a redelivery") { first.received.count > 2 }
            #expect(first.received[2] == "0" && first.redelivered[2])
            let held = first.lane.held
            stray.forEach { first.lane.settle($0) }
            #expect(held > 0 && first.lane.held == held)
            first.stop()
        }
    }
}
