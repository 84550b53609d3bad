public import Logging

/// What a publisher tells its user, on the loop's thread.
public protocol PublisherDelegate: AnyObject {
    /// The broker has answered our greeting.
    func publisherIsUp(_ publisher: Publisher)
    /// The connection is gone; QoS 1 messages that were not confirmed go out again when it is back.
    func publisherIsDown(_ publisher: Publisher)
    /// The broker has the message, or will not take it: `confirmation` says which.
    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    )
}

/// The connection that everything goes out on.
public final class Publisher: EventSource {
    /// Names a QoS 1 message until it is settled.
    public struct MessageID: Sendable, Hashable {
        let raw: Int32
    }

    /// What the broker says of a message.
    public enum Confirmation: Sendable, Equatable {
        /// It has it.
        case accepted
        /// It has thrown it away: nobody subscribes to its topic. MQTT 3.1.1 cannot say so.
        case nobodyThere
        /// It does not take it; the reason code of MQTT 5, section 3.4.2.1.
        case refused(Int32)

        init(reason: Int32) {
            self =
                switch reason {
                case 0x10: .nobodyThere
                case 0x80...: .refused(reason)
                default: .accepted
                }
        }
    }

    /// Who is told; it lives for as long as the publisher takes part in a loop.
    public unowned var delegate: (any PublisherDelegate)?
    private var pending = PacketNumbers()

    private let connection: Connection

    /// Makes a publisher; it connects when the loop turns.
    public init(_ options: ConnectionOptions, wakeup: Wakeup, logger: Logger) throws(MQTTError) {
        connection = try Connection(options, holdsAcknowledgements: false, wakeup: wakeup, logger: logger)
        connection.delegate = self
    }

    /// Messages of QoS 1 that the broker has not confirmed.
    public var inFlight: Int { pending.count }
    /// True while messages go out.
    public var isUp: Bool { connection.isUp }
    /// Why there is no connection, while there is none.
    public var failure: MQTTError? { connection.failure }
    /// How often the connection came back.
    public var reconnects: Int { connection.reconnects }
    /// How many unacknowledged messages the broker takes from us at once, if it said so.
    public var receiveMaximum: Int? { connection.receiveMaximum }

    /// Sends a message.
    ///
    /// - Returns: for QoS 1 the id under which it is settled later; nil for QoS 0.
    /// - Throws: `tooLarge`, `notConnected` (QoS 0 without a connection), `invalid`.
    @discardableResult
    public func publish(
        _ payload: [UInt8],
        to topic: TopicName,
        qos: QoS,
        retain: Bool = false,
        properties: MessageProperties = MessageProperties()
    ) throws(MQTTError) -> MessageID? {
        let id = try connection.publish(
            topic: topic,
            payload: payload,
            qos: qos,
            retain: retain,
            properties: properties
        )
        guard qos == .atLeastOnce else { return nil }
        pending.insert(id)
        return MessageID(raw: id)
    }

    /// Lets what `body` publishes leave in few segments: the first message at once, the others together.
    ///
    /// They are with the system when this returns; a message alone costs nothing. Not to be nested.
    public func burst<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        connection.beginBurst()
        defer { connection.endBurst() }
        return try body()
    }

    /// Says goodbye and ends for good.
    public func stop() { connection.stop() }

    /// What the loop waits for.
    public var interest: Interest {
        Interest(
            socket: connection.socket,
            reads: true,
            writes: connection.wantsWrite,
            immediate: false,
            deadline: connection.deadline
        )
    }

    /// Connects, reads confirmations, writes what is queued.
    public func turn(readable: Bool, writable: Bool, now: ContinuousClock.Instant) {
        connection.tick(now: now)
        if writable { connection.write() }
        if readable { _ = connection.read(limit: 1024) }
        connection.keepAlive()
    }
}

extension Publisher: ConnectionDelegate {
    func connectionIsUp(sessionPresent: Bool) { delegate?.publisherIsUp(self) }

    func connectionIsDown(_ reason: MQTTError) { delegate?.publisherIsDown(self) }

    func connectionPublished(id: Int32, reason: Int32) {
        // QoS 0 messages are told too, as soon as they are written; nobody waits for those.
        guard pending.remove(id) else { return }
        delegate?.publisher(self, settled: MessageID(raw: id), as: Confirmation(reason: reason))
    }

    func connectionReceived(_ head: MessageHead, payload: RawSpan) {}

    func connectionSubscribed(id: Int32, reasons: [Int32]) {}
}
