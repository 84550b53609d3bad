/// A way in which HTTP packs a body.
public enum Packing: String, Sendable, Hashable {
    /// RFC 1952.
    case gzip
    /// RFC 1950; its stream without a head, which some senders mean, is unpacked too.
    case deflate

    /// Packs bytes, quickly rather than tightly.
    ///
    /// - Throws: where there is no memory.
    public func pack(_ bytes: [UInt8]) throws(ArchiveError) -> [UInt8] {
        try Zlib.stream(bytes, self == .gzip ? .gzip : .zlib, level: 1)
    }

    /// Unpacks bytes that came whole.
    ///
    /// - Parameters:
    ///   - bytes: The packed bytes.
    ///   - limit: Bytes that may come of them; no more is kept, however many there would be.
    /// - Returns: What comes of them.
    /// - Throws: `UnpackingError`.
    public func unpack(_ bytes: [UInt8], limit: Int) throws(UnpackingError) -> [UInt8] {
        var output: [UInt8] = []
        var isTooLarge = false
        var isWhole = false
        do throws(ArchiveError) {
            var inflater = try Inflater(wrapping(of: bytes))
            let isRight = try inflater.inflate(bytes) { piece throws(ArchiveError) in
                guard piece.count <= limit - output.count else {
                    isTooLarge = true
                    throw ArchiveError("more than \(limit) bytes come of it")
                }
                output += piece
            }
            isWhole = isRight && inflater.isAtEnd
        } catch {
            throw isTooLarge ? .tooLarge : .outOfMemory
        }
        guard isWhole else { throw .broken }
        return output
    }

    /// A stream of `deflate` has a head where its first two bytes are a multiple of 31 and name the method 8.
    private func wrapping(of bytes: [UInt8]) -> Zlib.Wrapping {
        guard self == .deflate else { return .gzip }
        guard bytes.count >= 2, bytes[0] & 15 == 8 else { return .none }
        return (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31) ? .zlib : .none
    }
}

/// Why bytes cannot be unpacked.
public enum UnpackingError: Error, Sendable, Hashable {
    /// More bytes would come of them than may.
    case tooLarge
    /// They are not what they say, are cut off, or go on after their end.
    case broken
    /// There is no memory to unpack them with.
    case outOfMemory
}
