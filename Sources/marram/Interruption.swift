import Glibc
import Synchronization

/// Signals that end a command.
enum Interruption {
    /// The signal that came while something must not be cut in two; 0: none.
    private static let pending = Atomic<Int32>(0)

    /// Runs what must not be cut in two: Ctrl-C and the like wait until it is done.
    ///
    /// They are caught rather than blocked, since other threads would still take a signal that this one blocks; one that
    /// came in between ends the program afterwards, as it would have.
    static func held<Result>(_ body: () throws -> Result) rethrows -> Result {
        pending.store(0, ordering: .relaxed)
        let before = [SIGINT, SIGTERM, SIGHUP].map { number in
            // The handler does nothing but store a number.
            (number, signal(number) { Interruption.pending.store($0, ordering: .relaxed) })
        }
        defer {
            for (number, handler) in before { _ = signal(number, handler) }
            let number = pending.load(ordering: .relaxed)
            if number != 0 { raise(number) }
        }
        return try body()
    }
}
