import Foundation
import Glibc
import Logging
import Support
import Testing

@testable import MQTT

/// A lane and a publisher in one loop; the test turns it on a thread of its own.
final class LaneBench: LaneDelegate, PublisherDelegate {
    private(set) var received: [String] = []
    private(set) var heads: [MessageHead] = []
    private(set) var holds: [Lane.Hold] = []
    private var confirmed = 0
    /// What each message said of being redelivered.
    var redelivered: [Bool] { heads.map(\.redelivered) }
    let lane: Lane
    let publisher: Publisher
    private let loop: EventLoop

    /// Connects both; the publisher with TLS when there is a port and an authority for it.
    init(
        port: Int,
        version: ProtocolVersion = .v5,
        burst: Int = 1024,
        secured: (port: Int, authority: String)? = nil
    ) throws {
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
        var out = ConnectionOptions(host: "127.0.0.1", port: secured?.port ?? port, version: version, clientID: "out")
        out.tls = secured.map { ConnectionOptions.TLS(authorities: $0.authority) }
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

    /// Sends messages with these properties, one after the other, and returns what arrives of them.
    func exchange(_ sent: [MessageProperties], qos: QoS) throws -> [MessageProperties] {
        let before = heads.count
        let topic = try #require(TopicName("t/x"))
        for properties in sent { try publisher.publish([1], to: topic, qos: qos, properties: properties) }
        while heads.count < before + sent.count {
            let seen = heads.count
            try turn("for message \(seen - before) of \(sent.count)") { heads.count > seen }
            settleAll()
        }
        return heads[before...].map(\.properties)
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
        heads.append(head)
        if head.qos == .atLeastOnce { holds.append(lane.hold()) }
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
func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread { done.resume(with: Result(catching: body)) }
    }
}
