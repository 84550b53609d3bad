import CLinux
import Glibc

/// A running child in a process group of its own; it and its group are killed when this goes.
///
/// Its standard input is empty, it has no descriptor beside the standard streams, and no signal is blocked or ignored.
/// Where it asks to end with its parent, that is the thread that has started it: let that thread wait for it.
public struct ChildProcess: ~Copyable {
    /// The process id, and that of the group.
    public let identifier: Int32
    private let output: Descriptor
    private let errors: Descriptor
    private let end: Descriptor
    /// What this process had taken at most when the child began as its copy: the kernel counts that for the child.
    private let inheritedBytes: Int
    private var isReaped = false

    /// Starts a program.
    ///
    /// - Throws: why it does not start, with its path.
    public init(_ program: ChildProgram) throws(SandboxError) {
        let output = try Descriptor.pipe()
        let errors = try Descriptor.pipe()
        identifier = try SpawnRequest(program).start(output: output.writing, errors: errors.writing)
        inheritedBytes = ProcessMemory.peak() ?? 0
        output.reading.unblock()
        errors.reading.unblock()
        self.output = output.reading
        self.errors = errors.reading
        end = Descriptor(marram_watch(identifier))
    }

    deinit {
        guard !isReaped else { return }
        kill(-identifier, SIGKILL)
        Self.reap(identifier)
    }

    /// Waits for its end, and kills the group when time is up, when too much is written or when it is not wanted.
    ///
    /// Whatever is left of its group when it has ended is killed too. Call it once.
    ///
    /// - Parameters:
    ///   - limit: How long to wait from now on.
    ///   - outputLimit: Bytes of standard output above which it is killed.
    ///   - isCancelled: Asked ten times a second.
    ///   - onOutput: Takes what comes on standard output, in pieces; then none of it is kept.
    /// - Returns: how it ended.
    public mutating func wait(
        limit: Duration,
        outputLimit: Int,
        isCancelled: () -> Bool = { false },
        onOutput: (([UInt8]) -> Void)? = nil
    ) -> ChildEnding {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        var kept = ChildOutput(outputLimit: outputLimit)
        var reason: ChildEnding.Cause?
        while !hasEnded {
            if kept.isFlooded { reason = .flooded }
            if clock.now >= deadline { reason = .timedOut }
            if isCancelled() { reason = .cancelled }
            if reason != nil {
                kill(-identifier, SIGKILL)
                waitForDeath()
                break
            }
            pause(atMost: min(.milliseconds(100), deadline - clock.now))
            kept.read(output, errors, onOutput: onOutput)
        }
        kept.read(output, errors, onOutput: onOutput)
        // Its id is still taken, so that no other group can have it.
        kill(-identifier, SIGKILL)
        let (status, resident) = Self.reap(identifier)
        isReaped = true
        if reason == nil, kept.isFlooded { reason = .flooded }
        return ChildEnding(
            cause: reason ?? ChildEnding.Cause(waitStatus: status),
            output: kept.output,
            errors: kept.errorTail,
            residentBytes: resident > inheritedBytes ? resident : 0
        )
    }

    /// Waits until something is to be read, it has ended, or time is up.
    private func pause(atMost time: Duration) {
        let milliseconds = max(1, Int32(time / .milliseconds(1)))
        var watched = [output.number, errors.number, end.number].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        // A closed pipe would be ready at once, for ever; the end is told by its own descriptor or within a slice.
        _ = unsafe poll(&watched, nfds_t(watched.count), milliseconds)
        let isOnlyClosed = watched[2].revents == 0 && watched[0...1].allSatisfy { $0.revents & Int16(POLLIN) == 0 }
        guard isOnlyClosed, watched[0...1].contains(where: { $0.revents != 0 }) else { return }
        var end = pollfd(fd: end.number, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&end, 1, end.fd < 0 ? min(milliseconds, 10) : milliseconds)
    }

    /// True once it has ended; its id stays taken.
    private var hasEnded: Bool { status(WEXITED | WNOWAIT | WNOHANG) }

    private func waitForDeath() { while !status(WEXITED | WNOWAIT) {} }

    private func status(_ options: Int32) -> Bool {
        var information = unsafe siginfo_t()
        guard unsafe waitid(P_PID, id_t(identifier), &information, options) == 0 else { return errno != EINTR }
        return unsafe information._sifields._sigchld.si_pid == identifier
    }

    @discardableResult
    private static func reap(_ identifier: Int32) -> (status: Int32, residentBytes: Int) {
        var status: Int32 = 0
        var usage = rusage()
        while unsafe wait4(identifier, &status, 0, &usage) < 0, errno == EINTR {}
        return (status, usage.ru_maxrss * 1024)
    }
}
