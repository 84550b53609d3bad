/// How long a fetch tries.
public struct FetchPolicy: Sendable, Hashable {
    /// Most bytes of a bundle's files.
    public var largestBundle: Int64
    /// From the first byte to the last, pauses included.
    public var deadline: Duration
    /// The pause after the first failure that may pass; it doubles with each that follows.
    public var firstPause: Duration
    /// The longest pause.
    public var longestPause: Duration
    /// How often a chunk is fetched that is not what the manifest says.
    public var chunkAttempts: Int
    /// How many transfers in a row may be too slow.
    public var slowAttempts: Int

    /// Takes a policy; the defaults suit a line that comes and goes.
    public init(
        largestBundle: Int64 = 1 << 30,
        deadline: Duration = .seconds(86_400),
        firstPause: Duration = .seconds(1),
        longestPause: Duration = .seconds(60),
        chunkAttempts: Int = 3,
        slowAttempts: Int = 5
    ) {
        self.largestBundle = largestBundle
        self.deadline = deadline
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.chunkAttempts = chunkAttempts
        self.slowAttempts = slowAttempts
    }
}
