/// How far a fetch is.
public struct FetchProgress: Sendable, Equatable {
    /// Bytes that are on the disk and, chunk by chunk, what the manifest says.
    public var done: Int64
    /// Bytes of all files.
    public var total: Int64
    /// Bytes that an earlier attempt had fetched.
    public var resumed: Int64
    /// What it waits for to pass; nil: it gets on.
    public var trouble: UpdateError?

    /// Makes one from its parts.
    public init(done: Int64, total: Int64, resumed: Int64, trouble: UpdateError? = nil) {
        self.done = done
        self.total = total
        self.resumed = resumed
        self.trouble = trouble
    }
}
