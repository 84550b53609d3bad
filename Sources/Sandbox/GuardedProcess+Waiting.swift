import Glibc

extension GuardedProcess {
    /// Waits for the program's end, and ends all that it has started then.
    ///
    /// It is killed, too, when its time is up, when it writes more than it may, and when it is not wanted any more.
    /// - Parameters:
    ///   - limit: How long to wait from now on.
    ///   - outputLimit: Bytes of output above which it is killed.
    ///   - isCancelled: Asked ten times a second.
    ///   - onStart: Is told once it runs, and under which process id.
    ///   - onOutput: Takes what it writes, in pieces.
    /// - Returns: how it ended; nothing of it runs any more.
    /// - Throws: why it does not start, or cannot be waited for.
    public func wait(
        limit: Duration,
        outputLimit: Int,
        isCancelled: () -> Bool = { false },
        onStart: (Int32) -> Void = { _ in },
        onOutput: ([UInt8]) -> Void
    ) throws(SandboxError) -> ChildEnding.Cause {
        let line = try WakeLine()
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        var count = 0
        var refusal: String?
        var own: ChildEnding.Cause?
        var ours: ChildEnding.Cause?
        var isGone = false
        while !isGone {
            line.wait(for: [self], atMost: min(.milliseconds(100), max(.zero, deadline - clock.now)))
            count += pass(on: onOutput, atMost: outputLimit - count)
            for report in reports() {
                switch report {
                case .started(let identifier): onStart(identifier)
                case .refused(let reason): refusal = reason
                case .ended(let cause):
                    own = cause
                    signal(SIGKILL)
                case .gone: isGone = true
                }
            }
            guard own == nil, ours == nil, !isGone else { continue }
            if count > outputLimit { ours = .flooded }
            if clock.now >= deadline { ours = .timedOut }
            if isCancelled() { ours = .cancelled }
            if ours != nil { signal(SIGKILL) }
        }
        while case let more = pass(on: onOutput, atMost: outputLimit - count), more > 0 { count += more }
        if let refusal { throw SandboxError(refusal) }
        if ours == nil, count > outputLimit { return .flooded }
        // Without a word of the program's own end its guard was killed, and the program with it.
        return ours ?? own ?? .signal(SIGKILL)
    }

    /// Hands on what has been written, a piece at a time, as far as there is room for it; returns how much there was.
    private func pass(on take: ([UInt8]) -> Void, atMost room: Int) -> Int {
        let bytes = written(atMost: 1 << 16)
        if !bytes.isEmpty, room > 0 { take(Array(bytes.prefix(room))) }
        return bytes.count
    }
}
