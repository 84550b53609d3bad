/// What a measurement of a model depends on: with any of it changed, it is measured anew.
public struct ProfileKey: Sendable, Hashable {
    /// The SHA-256 of the model's file, 32 bytes.
    public let digest: [UInt8]
    /// The version of the library that runs it.
    public let runtime: String
    /// The processors that this process may use.
    public let processors: Int
    /// The configured threads within one run; 0: chosen by measurement.
    public let threads: Int
    /// The number of the way of measuring; it changes with the code that measures.
    public let method: Int

    /// Makes a key.
    public init(digest: [UInt8], runtime: String, processors: Int, threads: Int, method: Int) {
        self.digest = digest
        self.runtime = runtime
        self.processors = processors
        self.threads = threads
        self.method = method
    }
}
