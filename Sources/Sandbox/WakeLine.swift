import Glibc

/// What wakes a thread that waits for processes, from any other thread.
public final class WakeLine: Sendable {
    private let reading: Int32
    private let writing: Int32

    /// Makes one.
    ///
    /// - Throws: why there is none.
    public init() throws(SandboxError) {
        let pipe = try Descriptor.pipe()
        // The ends go with `pipe`; what is kept are copies, closed below.
        reading = fcntl(pipe.reading.number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        writing = fcntl(pipe.writing.number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard reading >= 0, writing >= 0 else {
            throw SandboxError("there is no descriptor to be had; raise the limit of open files")
        }
        for end in [reading, writing] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    }

    deinit {
        for end in [reading, writing] where end >= 0 { close(end) }
    }

    /// Ends the wait that is under way, or else the next one.
    public func wake() {
        var byte: UInt8 = 1
        _ = unsafe write(writing, &byte, 1)
    }

    /// Waits until one of the processes has something to tell or has written something, until it is woken, or until time
    /// is up; nil waits for ever.
    public func wait(for processes: [GuardedProcess], atMost limit: Duration?) {
        var watched = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
        for process in processes {
            watched.append(pollfd(fd: process.line.number, events: Int16(POLLIN), revents: 0))
            guard process.isListenedTo else { continue }
            watched.append(pollfd(fd: process.output.number, events: Int16(POLLIN), revents: 0))
        }
        // Rounded up, so that it does not return before the time and turn in place.
        let milliseconds = limit.map { Int32(clamping: max(0, Int64(($0 / .milliseconds(1)).rounded(.up)))) } ?? -1
        _ = unsafe poll(&watched, nfds_t(watched.count), milliseconds)
        guard watched[0].revents != 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(reading, &bytes, bytes.count) > 0 {}
    }
}
