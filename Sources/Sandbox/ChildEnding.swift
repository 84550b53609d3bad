/// How a child came to its end, and what it left.
public struct ChildEnding: Sendable, Equatable {
    /// Why it ended.
    public enum Cause: Sendable, Equatable {
        /// By itself, with this code.
        case exited(Int32)
        /// By a signal that was not ours.
        case signal(Int32)
        /// Its time was up, and it was killed.
        case timedOut
        /// It was not wanted any more, and was killed.
        case cancelled
        /// It wrote more than it may, and was killed.
        case flooded
    }

    /// Why it ended.
    public let cause: Cause
    /// What it wrote to standard output; not more than was allowed.
    public let output: [UInt8]
    /// The last 4 KiB that it wrote to standard error.
    public let errors: String
    /// The most memory that was resident at a time, bytes; 0 where that is less than this process ever had.
    ///
    /// The kernel counts for a child what its parent had when it began as its copy, so that no more can be said.
    public let residentBytes: Int
}

extension ChildEnding.Cause: Hashable {
    /// What the status that `wait` returns says.
    init(waitStatus status: Int32) {
        self = status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }
}

extension ChildEnding.Cause: CustomStringConvertible {
    /// In words, a signal with its name.
    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signal(let number): Self.names[number] ?? "signal \(number)"
        case .timedOut: "its time was up"
        case .cancelled: "it was cancelled"
        case .flooded: "it wrote too much"
        }
    }

    private static let names: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ",
        31: "SIGSYS",
    ]
}
