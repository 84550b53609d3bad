import Logging
import MQTT

/// Sends messages to a broker, each at its time, on the thread that calls.
final class Transmission {
    /// The most messages of QoS 1 that are under way at once.
    private static let window = 64
    /// How many messages go out before confirmations are read.
    private static let burst = 32

    private let options: ConnectionOptions
    private let qos: QoS
    private let speed: Speed
    private let stop: StopSignal
    private let loop: EventLoop
    private let publisher: Publisher
    private var summary = SendingSummary()
    /// Messages about the truth that are not confirmed: whether anybody listens to them is nobody's concern.
    private var asides: Set<Publisher.MessageID> = []
    private var sinceTurn = 0
    private var hasConnected = false

    /// Makes one; it connects when it runs.
    init(_ options: ConnectionOptions, qos: QoS, speed: Speed, stop: StopSignal) throws {
        self.options = options
        self.qos = qos
        self.speed = speed
        self.stop = stop
        loop = EventLoop(wakeup: stop.wakeup)
        let quiet = Logger(label: options.clientID) { _ in SwiftLogNoOpLogHandler() }
        publisher = try Publisher(options, wakeup: stop.wakeup, logger: quiet)
        publisher.delegate = self
        loop.add(publisher)
    }

    /// Sends what `next` gives until it gives nothing or the signal comes; then waits for what is not confirmed.
    ///
    /// - Throws: that there is no connection, or what the client refuses; what `next` throws.
    func run(_ next: () throws -> Emission?) throws -> SendingSummary {
        defer { publisher.stop() }
        try waitForConnection()
        let start = ContinuousClock.now
        while !stop.isStopped, let emission = try next() {
            guard try wait(for: emission, since: start) else { break }
            try send(emission)
        }
        try drain()
        summary.isStopped = stop.isStopped
        summary.seconds = (ContinuousClock.now - start) / .seconds(1)
        return summary
    }

    /// Waits until a message is due; false when the signal came first.
    private func wait(for emission: Emission, since start: ContinuousClock.Instant) throws -> Bool {
        guard case .times(let factor) = speed else { return true }
        let due = start + .microseconds(Double(emission.offset) / factor)
        while ContinuousClock.now < due {
            loop.turn(until: due)
            if stop.isStopped { return false }
        }
        summary.late = max(summary.late, (ContinuousClock.now - due) / .seconds(1))
        return true
    }

    private func send(_ emission: Emission) throws {
        sinceTurn += 1
        if sinceTurn >= Self.burst { turn(until: .now) }
        try waitForConnection()
        // A broker that is slow slows us: nothing piles up here.
        try turn { publisher.inFlight < Self.window && !publisher.interest.writes }
        guard !stop.isStopped else { return }
        do {
            let message = try publisher.publish(emission.payload, to: emission.topic, qos: qos)
            if let message, !emission.isReading { asides.insert(message) }
        } catch  where [.notConnected, .unreachable].contains(error.code) {
            // The connection broke since it was looked at.
            turn(until: .now)
            return try send(emission)
        } catch {
            throw LabError("\(emission.payload.count) bytes to \(emission.topic): \(error.message)")
        }
        summary.messages += 1
        summary.readings += emission.isReading ? 1 : 0
        summary.bytes += emission.payload.count
    }

    private func waitForConnection() throws {
        guard !publisher.isUp else { return }
        try turn { publisher.isUp }
    }

    /// Waits until the broker has everything.
    private func drain() throws {
        let end = ContinuousClock.now + options.connectTimeout
        while publisher.inFlight > 0 || publisher.isUp && publisher.interest.writes {
            guard ContinuousClock.now < end else {
                throw LabError(
                    "\(publisher.inFlight) of \(summary.messages) messages were not confirmed in \(options.connectTimeout)"
                )
            }
            turn(until: end)
        }
    }

    /// Turns until a condition holds or the signal comes.
    private func turn(_ isDone: () -> Bool) throws {
        let end = ContinuousClock.now + options.connectTimeout
        while !isDone(), !stop.isStopped {
            turn(until: end)
            // What is wrong at first stays wrong; later a broker may come back.
            let isHopeless = !hasConnected && publisher.failure != nil
            guard isDone() || !isHopeless && ContinuousClock.now < end else { throw unreachable() }
        }
    }

    private func turn(until end: ContinuousClock.Instant) {
        sinceTurn = 0
        loop.turn(until: end)
    }

    private func unreachable() -> LabError {
        let place = "\(options.host):\(options.port)"
        guard publisher.isUp else {
            let reason = publisher.failure.map { ": \($0.message)" } ?? "; does a broker listen there?"
            return LabError("no connection to \(place)\(reason)")
        }
        return LabError("\(place) took no message for \(options.connectTimeout)")
    }
}

extension Transmission: PublisherDelegate {
    func publisherIsUp(_ publisher: Publisher) { hasConnected = true }

    func publisherIsDown(_ publisher: Publisher) {}

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        let isReading = asides.remove(message) == nil
        switch confirmation {
        case .accepted: summary.confirmed += 1
        case .nobodyThere:
            summary.confirmed += 1
            summary.unheard += isReading ? 1 : 0
        case .refused: summary.refused += 1
        }
    }
}
