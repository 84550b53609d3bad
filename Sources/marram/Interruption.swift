import Glibc

/// Signals that end a command.
enum Interruption {
    /// Runs what must not be cut in two: Ctrl-C and the like wait until it is done.
    ///
    /// They are blocked rather than ignored, so that one that came in between ends the program afterwards.
    static func held<Result>(_ body: () throws -> Result) rethrows -> Result {
        var signals = sigset_t()
        var before = sigset_t()
        // Both sets outlive the calls that fill them.
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }
}
