/// Values from any thread for the loop's thread, in order.
///
/// It is bounded by those who post: each has at most a known number of values under way.
public final class Mailbox<Value: Sendable>: Sendable {
    private let values = Guarded<[Value]>([])
    private let wakeup: Wakeup

    /// Makes an empty one that wakes the loop.
    public init(wakeup: Wakeup) { self.wakeup = wakeup }

    /// Adds a value and wakes the loop.
    public func post(_ value: Value) {
        values.withLock { $0.append(value) }
        wakeup.signal()
    }

    /// Takes all that has come.
    public func drain() -> [Value] {
        values.withLock { current in
            let taken = current
            current = []
            return taken
        }
    }
}
