/// Which bytes of a resource a download asks for, and what is known of the whole.
public struct DownloadRange: Sendable, Hashable {
    /// How many bytes are there already; the download goes on behind them.
    public var offset: Int64
    /// How many bytes are wanted; nil: all that follow.
    public var length: Int64?
    /// How many bytes the whole resource has to have; nil: not known.
    public var total: Int64?
    /// The entity tag that the bytes before `offset` came with: with another one the server has to begin anew.
    public var ifRange: String?

    /// Takes a range; without arguments the whole of a resource of any length.
    public init(offset: Int64 = 0, length: Int64? = nil, total: Int64? = nil, ifRange: String? = nil) {
        self.offset = offset
        self.length = length
        self.total = total
        self.ifRange = ifRange
    }
}
