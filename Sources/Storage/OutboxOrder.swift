/// What is to be done with an outbox in one go.
public struct OutboxOrder: Sendable {
    /// The sequences that are removed: those messages have arrived.
    public var removals: [ClosedRange<Int64>]
    /// What is added.
    public var additions: [StoredMessage]
    /// Messages made before this time, in milliseconds since 1970, are dropped.
    public var expiry: Int64?
    /// The first sequence that may be dropped for age or want of room: those before it are on their way.
    public var unsent: Int64
    /// Something is written in any case, to find out whether the disk takes it.
    public var probes = false
    /// Which messages are read: those after `after`, at most `limit`; nil: none.
    public var wanted: (after: Int64, limit: Int)?

    /// Makes an order that does nothing.
    public init(unsent: Int64) {
        self.unsent = unsent
        removals = []
        additions = []
    }

    /// True when it writes.
    public var writes: Bool { !removals.isEmpty || !additions.isEmpty || expiry != nil || probes }
}

/// What came of an order.
public struct OutboxOutcome: Sendable {
    /// What the outbox holds now.
    public var inventory: OutboxInventory
    /// Messages that were dropped for age or want of room.
    public var dropped = 0
    /// What was asked for, in order.
    public var messages: [StoredMessage] = []
    /// Why nothing was changed; nil when all was.
    public var failure: StorageError?

    /// Makes an outcome in which nothing but this was found.
    public init(_ inventory: OutboxInventory) { self.inventory = inventory }
}
