/// What an outbox holds.
public struct OutboxInventory: Sendable, Hashable {
    /// How many messages.
    public var messages = 0
    /// How many bytes, as `StoredMessage.size` counts them.
    public var bytes = 0
    /// The sequence of the first one; nil when there is none.
    public var first: Int64?
    /// The sequence of the last one; nil when there is none.
    public var last: Int64?
    /// When the first one was made, in milliseconds since 1970; nil when there is none.
    public var oldest: Int64?

    /// Makes the inventory of an empty outbox.
    public init() {}
}
