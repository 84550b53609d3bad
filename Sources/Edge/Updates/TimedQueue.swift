import Foundation
import MQTT

/// Messages for a thread that also has to look at the clock; bounded by those who add to it.
final class TimedQueue<Message: Sendable>: Sendable {
    private let messages = Guarded<[Message]>([])
    private let arrived = DispatchSemaphore(value: 0)

    /// Adds a message.
    func add(_ message: Message) {
        messages.withLock { $0.append(message) }
        arrived.signal()
    }

    /// Waits for the next message; nil when none came in that time.
    ///
    /// Without a time it waits for ever.
    func next(within time: Duration?) -> Message? {
        if let time {
            let limit = DispatchTime.now() + .milliseconds(Int(clamping: time.wholeMilliseconds) + 1)
            guard arrived.wait(timeout: limit) == .success else { return nil }
        } else {
            arrived.wait()
        }
        return messages.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
