/// All of an arriving message but its payload.
public struct MessageHead: Sendable {
    /// Where it was published.
    public let topic: String
    /// How it was delivered to us.
    public let qos: QoS
    /// True when the broker had kept it for new subscribers.
    public let retained: Bool
    /// True when the broker says that it may have delivered it before; known only while a lane watches for it.
    public let redelivered: Bool
    /// What came beside it.
    public let properties: MessageProperties
}
