import Glibc

/// What a source waits for.
public struct Interest {
    /// The socket; -1: none.
    public var socket: Int32
    /// Wants to read.
    public var reads: Bool
    /// Wants to write.
    public var writes: Bool
    /// Has something to do at once.
    public var immediate: Bool
    /// Has something to do then.
    public var deadline: ContinuousClock.Instant?
}

/// Something that takes part in an event loop; used on the loop's thread alone.
public protocol EventSource: AnyObject {
    /// What it waits for now.
    var interest: Interest { get }
    /// Does what can be done; called once in every turn.
    func turn(readable: Bool, writable: Bool, now: ContinuousClock.Instant)
}

/// One thread's wait for several sockets.
public final class EventLoop {
    private let wakeup: Wakeup
    private var sources: [any EventSource] = []
    private var descriptors: [pollfd] = []

    /// Makes a loop that `wakeup` interrupts.
    public init(wakeup: Wakeup) { self.wakeup = wakeup }

    /// Lets a source take part.
    public func add(_ source: any EventSource) { sources.append(source) }

    /// Waits until a source has something to do, the loop is woken or `deadline` has come; then gives every source its turn.
    public func turn(until deadline: ContinuousClock.Instant) {
        var earliest = deadline
        var immediate = false
        descriptors.removeAll(keepingCapacity: true)
        descriptors.append(pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0))
        for source in sources {
            let interest = source.interest
            var events: Int16 = 0
            if interest.reads { events |= Int16(POLLIN) }
            if interest.writes { events |= Int16(POLLOUT) }
            // A socket that waits for nothing stays out: a hang-up would be reported for ever.
            descriptors.append(pollfd(fd: events == 0 ? -1 : interest.socket, events: events, revents: 0))
            immediate = immediate || interest.immediate
            if let wanted = interest.deadline { earliest = min(earliest, wanted) }
        }
        wait(immediate ? .zero : earliest - .now)
        if descriptors[0].revents != 0 { wakeup.drain() }
        let now = ContinuousClock.now
        for (index, source) in sources.enumerated() {
            let events = Int32(descriptors[index + 1].revents)
            let broken = events & (POLLERR | POLLHUP | POLLNVAL) != 0
            source.turn(readable: events & POLLIN != 0 || broken, writable: events & POLLOUT != 0 || broken, now: now)
        }
    }

    private func wait(_ duration: Duration) {
        let (seconds, attoseconds) = max(duration, .zero).components
        // Rounded up: waking early would only mean waiting again.
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let ready = unsafe poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds))
        // An interrupted wait shows as no events: the next turn waits again.
        if ready < 0 {
            for index in descriptors.indices { descriptors[index].revents = 0 }
        }
    }
}
