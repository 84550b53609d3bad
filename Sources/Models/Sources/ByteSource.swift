import Transfer

/// One resource, whose bytes can be had from any place on.
protocol ByteSource: Sendable {
    /// For messages: without secrets.
    var name: String { get }

    /// Gives the bytes of a range, piece by piece, never a byte too many.
    ///
    /// - Throws: what `receive` throws; `missing` where there is no such resource.
    func stream(
        _ range: ByteRange,
        cancellation: Cancellation?,
        receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) -> StreamEnd
}

/// Which bytes are wanted.
struct ByteRange: Sendable {
    var offset: Int64 = 0
    /// Nil: all that follow.
    var length: Int64?
    /// What the bytes before the offset came with; nil: not known.
    var etag: String?
}

/// How a stream ended.
struct StreamEnd: Sendable {
    var etag: String?
    /// Bytes of the whole resource, where the source says so.
    var total: Int64?
    /// The resource is another one, or can only be had from its start: nothing was given.
    var isRestarted = false
    /// False when the source gave all from the start although a part was asked for.
    var hasRanges = true
}

extension ByteSource {
    /// Reads the whole of a small resource.
    ///
    /// - Throws: `too_large` beyond `limit`.
    func bytes(limit: Int, cancellation: Cancellation?) throws(SourceError) -> (bytes: [UInt8], end: StreamEnd) {
        var found: [UInt8] = []
        let end = try stream(ByteRange(), cancellation: cancellation) { piece throws(SourceError) in
            guard piece.byteCount <= limit - found.count else {
                throw SourceError(.tooLarge, "\(name) has more than \(limit) bytes; \(limit) at most")
            }
            unsafe piece.withUnsafeBytes { unsafe found.append(contentsOf: $0) }
        }
        return (found, end)
    }
}
