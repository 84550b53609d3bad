import MQTT
import Storage

@testable import Edge

/// An outbox's state with a disk and a broker in memory, all by hand.
struct OutboxRig {
    var state: OutboxState<Int>
    var disk: FakeDisk
    var now = ContinuousClock.now
    /// Milliseconds since 1970.
    var time: Int64 = 1_795_262_400_000
    /// What was sent, in order.
    private(set) var sent: [(sequence: Int64, isReplayed: Bool)] = []
    /// Tickets that the broker has not confirmed, in order.
    private(set) var underWay: [Int] = []
    /// What became of the holds: those given back, by the sequence they belong to.
    private(set) var released: Set<Int64> = []
    private var holds: [ObjectIdentifier: (SharedHold, Int64)] = [:]
    private var nextTicket = 1
    private var pending: OutboxOrder?
    private let topic: TopicName = {
        guard let topic = TopicName("t") else { preconditionFailure("'t' is a topic") }
        return topic
    }()

    init(first: Int64 = 1000, rate: Int = 1000, limits: OutboxLimits? = nil, disk: FakeDisk = FakeDisk()) {
        let limits = limits ?? OutboxLimits(maximumAge: .seconds(3600))
        state = OutboxState(firstSequence: first, rate: rate, limits: limits, now: now)
        self.disk = disk
    }

    /// Lets the disk be opened, with what is on it.
    mutating func open() {
        guard startOrder() else { return }
        state.opened(disk.inventory)
        finishOrder()
    }

    /// Adds letters; returns their sequences.
    @discardableResult
    mutating func add(_ count: Int = 1, bytes: Int = 100) -> [Int64] {
        (0..<count).map { _ in
            let sequence = state.nextSequence
            let hold = SharedHold(nil)
            holds[ObjectIdentifier(hold)] = (hold, sequence)
            let letter = Letter(
                sequence: sequence,
                time: time,
                kind: .prediction,
                topic: topic,
                document: Array(repeating: 123, count: bytes),
                hold: hold
            )
            for gone in state.add(letter) { release(gone.hold) }
            return sequence
        }
    }

    /// What the loop does at the end of a turn; the disk's work is begun and not done.
    mutating func turn(after pause: Duration = .milliseconds(1)) {
        now += pause
        time += pause.components.seconds * 1000
        while let departure = state.nextDeparture(now: now) {
            sent.append((departure.letter.sequence, departure.isReplayed))
            state.departed(departure, as: nextTicket)
            underWay.append(nextTicket)
            nextTicket += 1
        }
        _ = startOrder()
        state.endTurn()
    }

    /// A turn whose disk work is done before the next.
    mutating func wholeTurn(after pause: Duration = .milliseconds(1)) {
        turn(after: pause)
        finishOrder()
    }

    @discardableResult
    mutating func startOrder() -> Bool {
        guard pending == nil, let order = state.nextOrder(now: now, time: time) else { return pending != nil }
        pending = order
        return true
    }

    /// Lets the disk do what it was told.
    mutating func finishOrder() {
        guard let order = pending else { return }
        pending = nil
        let result = state.carriedOut(disk.carryOut(order), now: now)
        for hold in result.safe + result.dropped { release(hold) }
    }

    /// The disk cannot be used at all.
    mutating func failOrder() {
        guard pending != nil else { return }
        pending = nil
        for hold in state.failed(now: now).dropped { release(hold) }
    }

    /// The broker confirms so many, the oldest first.
    mutating func confirm(_ count: Int = .max) {
        for ticket in underWay.prefix(count) { release(state.settle(ticket).hold) }
        underWay.removeFirst(min(count, underWay.count))
    }

    private mutating func release(_ hold: SharedHold?) {
        guard let hold, let (_, sequence) = holds.removeValue(forKey: ObjectIdentifier(hold)) else { return }
        released.insert(sequence)
    }
}
