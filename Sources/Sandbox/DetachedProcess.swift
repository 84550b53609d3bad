import CLinux
import Glibc

/// A program that goes on after this process has ended.
public struct DetachedProcess: ~Copyable {
    /// The process id, and that of its session.
    public let identifier: Int32
    private let end: Descriptor

    /// Starts a program in a session of its own; both its outputs go to a file, which is made anew for its owner alone.
    ///
    /// - Throws: why it does not start, with its path.
    public init(_ program: ChildProgram, output path: String) throws(SandboxError) {
        identifier = try SpawnRequest(program).startDetached(output: path)
        end = Descriptor(marram_watch(identifier))
    }

    /// Waits for its end, at most so long; returns the exit code or 128 and a signal's number, nil while it runs.
    public func wait(atMost limit: Duration) -> Int32? {
        if end.number >= 0 {
            var watched = pollfd(fd: end.number, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&watched, 1, Int32(clamping: Int64(limit / .milliseconds(1))))
        }
        var status: Int32 = 0
        guard unsafe waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
