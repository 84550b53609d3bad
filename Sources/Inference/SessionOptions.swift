/// How a session computes.
public struct SessionOptions: Sendable, Equatable {
    /// Threads that work on one run, the caller's included; less than 1 counts as 1.
    ///
    /// More than one pays only where a single run takes more than about a millisecond.
    public var intraThreads: Int

    /// Makes options.
    public init(intraThreads: Int = 1) {
        self.intraThreads = intraThreads
    }
}
