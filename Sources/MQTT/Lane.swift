public import Logging

/// What a lane tells its user, on the loop's thread.
public protocol LaneDelegate: AnyObject {
    /// A message has come. Whoever wants its acknowledgement held calls `lane.hold()` before returning.
    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan)
    /// The lane stands: its subscriptions are confirmed, or are known to the session that was taken up again.
    func laneIsReady(_ lane: Lane)
    /// The lane is gone; what it held will be delivered again.
    func laneIsDown(_ lane: Lane)
}

/// An intake connection that acknowledges a burst of messages only when all of them are dealt with.
///
/// It reads a short burst, then leaves the socket alone (that is the back-pressure: a receive maximum does not hold
/// with every broker), and lets the acknowledgements out together once everything held is settled.
public final class Lane: EventSource {
    /// What keeps a message from being settled twice or in the wrong connection.
    public struct Hold: Sendable, Hashable {
        let generation: Int
    }

    private enum Stage {
        /// Reads when it may.
        case reading
        /// Waits until all that it holds is settled.
        case waiting
        /// Lets acknowledgements out.
        case releasing
    }

    /// Who is told; it lives for as long as the lane takes part in a loop.
    public unowned var delegate: (any LaneDelegate)?
    /// False: nothing is read, and no connection is begun.
    ///
    /// A loss meanwhile shows when it becomes true again.
    public var isAdmitted = false {
        didSet { if isAdmitted, !oldValue { connection.noticeHangUp() } }
    }
    /// Most messages read before their acknowledgement.
    public var burst: Int
    /// What is subscribed.
    public let filters: [TopicFilter]
    /// True while messages flow.
    public private(set) var isReady = false
    /// True when there is nothing to wait for: messages flow, or the broker does not allow the subscription.
    public var isSettled: Bool { isReady || (connection.isUp && failure?.code == .refused) }
    /// Why there is no connection or no subscription, while there is none.
    public private(set) var failure: MQTTError?
    /// True when it once read all that waited for it, and holds nothing now.
    public var wasDrained: Bool { hasDrained && held == 0 }
    /// Messages whose acknowledgement is held.
    public private(set) var held = 0

    private let connection: Connection
    private let qos: QoS
    private let logger: Logger
    private var stage = Stage.reading
    private var generation = 0
    /// How many acknowledgements wait to be let out.
    private var acknowledgements = 0
    private var mayHoldMore = false
    private var hasDrained = false
    private var subscription: Int32?
    private var sessionPresent = false
    private var subscribeAt: ContinuousClock.Instant?
    private var watchUntil: ContinuousClock.Instant?
    private let watchFor: Duration?

    /// Makes a lane.
    ///
    /// - Parameters:
    ///   - options: the connection; with a session expiry its messages wait for it on the broker.
    ///   - filters: what to subscribe to, one at least.
    ///   - qos: the subscriptions' quality.
    ///   - burst: most messages read before their acknowledgement.
    ///   - holdsAcknowledgements: false: the library acknowledges each message as it reads it.
    ///   - watchesRedelivery: how long redelivered messages are told apart; nil: never.
    ///   - wakeup: interrupts the loop.
    ///   - logger: told of every change of state.
    /// - Throws: `invalid` or `tls` when the options cannot be used.
    public init(
        _ options: ConnectionOptions,
        filters: [TopicFilter],
        qos: QoS,
        burst: Int,
        holdsAcknowledgements: Bool,
        watchesRedelivery: Duration?,
        wakeup: Wakeup,
        logger: Logger
    ) throws(MQTTError) {
        self.filters = filters
        self.qos = qos
        self.burst = burst
        self.logger = logger
        watchFor = watchesRedelivery
        connection = try Connection(
            options,
            holdsAcknowledgements: holdsAcknowledgements,
            wakeup: wakeup,
            logger: logger
        )
        connection.delegate = self
        if watchesRedelivery != nil { connection.watchRedelivery(true) }
    }

    /// How often the connection came back.
    public var reconnects: Int { connection.reconnects }

    /// Holds the acknowledgement of the message that is being received.
    public func hold() -> Hold {
        held += 1
        return Hold(generation: generation)
    }

    /// Says that a held message is dealt with.
    ///
    /// A hold of an earlier connection has no effect: its message comes again.
    public func settle(_ hold: Hold) {
        guard hold.generation == generation, held > 0 else { return }
        held -= 1
        if held == 0, stage == .waiting { release() }
    }

    /// Ends for good; what is held comes again to the next session.
    public func stop() {
        isReady = false
        // A goodbye would let out the acknowledgements that wait in front of it.
        connection.stop(isOrderly: held == 0)
    }

    /// What the loop waits for.
    public var interest: Interest {
        let reads = connection.isUp ? mayRead : true
        let writes = connection.wantsWrite && (stage != .waiting)
        var deadline = isAdmitted || connection.isUp ? connection.deadline : nil
        if let due = subscribeAt { deadline = deadline.map { min($0, due) } ?? due }
        return Interest(
            socket: connection.socket,
            reads: reads,
            writes: writes,
            immediate: mayRead && mayHoldMore,
            deadline: deadline
        )
    }

    /// Reads a burst when it may, lets acknowledgements out when it can.
    public func turn(readable: Bool, writable: Bool, now: ContinuousClock.Instant) {
        if isAdmitted || connection.isUp { connection.tick(now: now) }
        if !connection.isUp {
            if writable { connection.write() }
            if readable { _ = connection.read(limit: 1) }
            // The broker's word may have come with messages behind it in the same read.
            if connection.isUp { finishBurst() }
            return
        }
        if stage == .releasing { release() }
        // Before reading: what is read afterwards queues its acknowledgements behind the subscription.
        if stage == .reading, held == 0, let due = subscribeAt, now >= due { subscribe() }
        if mayRead, readable || mayHoldMore {
            mayHoldMore = connection.read(limit: burst)
            hasDrained = isReady && !mayHoldMore
            finishBurst()
        }
        if stage == .reading, held == 0 {
            if let until = watchUntil, now >= until {
                watchUntil = nil
                connection.watchRedelivery(false)
            }
            connection.keepAlive()
            if writable { connection.write() }
        }
    }

    private var mayRead: Bool { connection.isUp && isAdmitted && stage == .reading }

    private func finishBurst() {
        guard connection.isUp, stage == .reading else { return }
        if held > 0 { stage = .waiting } else { release() }
    }

    private func release() {
        stage = .releasing
        connection.write(several: acknowledgements > 1)
        guard connection.isUp, !connection.wantsWrite else { return }
        stage = .reading
        acknowledgements = 0
    }

    private func subscribe() {
        subscribeAt = nil
        do throws(MQTTError) {
            subscription = try connection.subscribe(filters, qos: qos)
            if sessionPresent { becomeReady() }
        } catch {
            refused("\(error)")
        }
    }

    private func refused(_ reason: String) {
        if failure == nil {
            logger.error(
                "the broker refused a subscription; asking again",
                metadata: ["filters": "\(filters.map(\.description))", "reason": "\(reason)"]
            )
        }
        failure = MQTTError(.refused, "the broker refused the subscription: \(reason); check its access rules")
        subscribeAt = .now + .seconds(30)
    }

    private func becomeReady() {
        failure = nil
        guard !isReady else { return }
        isReady = true
        delegate?.laneIsReady(self)
    }
}

extension Lane: ConnectionDelegate {
    func connectionIsUp(sessionPresent: Bool) {
        generation += 1
        held = 0
        acknowledgements = 0
        stage = .reading
        if let watchFor { watchUntil = .now + watchFor }
        self.sessionPresent = sessionPresent
        subscribeAt = .now
    }

    func connectionIsDown(_ reason: MQTTError) {
        generation += 1
        held = 0
        acknowledgements = 0
        stage = .reading
        mayHoldMore = false
        subscription = nil
        subscribeAt = nil
        failure = reason
        guard isReady else { return }
        isReady = false
        delegate?.laneIsDown(self)
    }

    func connectionReceived(_ head: MessageHead, payload: RawSpan) {
        if head.qos == .atLeastOnce { acknowledgements += 1 }
        if head.redelivered, let watchFor { watchUntil = .now + watchFor }
        delegate?.lane(self, received: head, payload: payload)
    }

    func connectionSubscribed(id: Int32, reasons: [Int32]) {
        guard id == subscription else { return }
        subscription = nil
        if let refusal = reasons.first(where: { $0 >= 0x80 }) {
            refused("code \(refusal)")
        } else {
            becomeReady()
        }
    }

    func connectionPublished(id: Int32, reason: Int32) {}
}
