/// How much the store may take.
public struct StoreLimits: Sendable, Hashable {
    /// Most bytes of all bundles and downloads together.
    public var quota: Int64
    /// Bytes of the file that is given up when the disk is full; 0: none.
    public var reserve: Int64
    /// Bundles that are kept of a model: those in use, and older ones up to this number.
    public var keep: Int

    /// Takes limits.
    public init(quota: Int64 = 2 << 30, reserve: Int64 = 64 << 10, keep: Int = 3) {
        self.quota = quota
        self.reserve = reserve
        self.keep = keep
    }
}
