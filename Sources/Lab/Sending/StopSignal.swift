import MQTT
import Synchronization

/// Asks work that sends to end in order, from any thread.
public final class StopSignal: Sendable {
    private let flag = Atomic(false)
    let wakeup: Wakeup

    /// Makes one that has not been given.
    public init() throws { wakeup = try Wakeup() }

    /// Gives the signal.
    public func stop() {
        flag.store(true, ordering: .releasing)
        wakeup.signal()
    }

    /// True once it has been given.
    public var isStopped: Bool { flag.load(ordering: .acquiring) }
}
