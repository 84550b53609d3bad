import Monitoring
import NIOCore

/// Somebody who listens to the event stream.
///
/// He has nothing but his place in it: what he is told lies where everybody reads it.
final class StreamClient: Sendable {
    private struct Times {
        var lastWrite: ContinuousClock.Instant
        var isWriting = false
    }

    let topics: Set<StreamTopic>
    /// A signal whenever something is there for him.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let channel: any Channel
    private let times = Locked(Times(lastWrite: .now))
    private let leave: @Sendable () -> Void

    /// Makes one; `leave` is called when nobody holds it any more.
    init(_ topics: Set<StreamTopic>, channel: any Channel, leave: @escaping @Sendable () -> Void) {
        self.topics = topics
        self.channel = channel
        self.leave = leave
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    deinit { leave() }

    /// Says that something is there.
    func wake() { signal.yield() }

    /// Ends his stream.
    func end() { signal.finish() }

    /// Notes that bytes are being written.
    func beginWriting() {
        times.withLock { times in
            times.isWriting = true
            times.lastWrite = .now
        }
    }

    /// Notes that they have been taken.
    func endWriting() {
        times.withLock { times in
            times.isWriting = false
            times.lastWrite = .now
        }
    }

    /// How long nothing was written.
    var silence: Duration { times.withLock { .now - $0.lastWrite } }

    /// Closes the connection of one who has taken nothing for so long; wakes one who is to be told that all is well.
    func look(patience: Duration, heartbeat: Duration) {
        let (isWriting, silence) = times.withLock { ($0.isWriting, .now - $0.lastWrite) }
        if isWriting, silence > patience {
            channel.close(promise: nil)
        } else if !isWriting, silence > heartbeat {
            wake()
        }
    }
}
