import CZlib

/// Every call into zlib.
enum Zlib {
    /// Bytes before a block that deflate can refer to.
    static let window = 32 << 10

    /// Goes on with a CRC-32 that began as 0.
    static func checksum(_ checksum: UInt32, adding bytes: [UInt8]) -> UInt32 {
        guard !bytes.isEmpty else { return checksum }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            UInt32(truncatingIfNeeded: unsafe crc32_z(uLong(checksum), buffer.baseAddress, buffer.count))
        }
    }

    /// Deflates one block of a stream at level 6, so that blocks that were made apart can be joined.
    ///
    /// - Parameters:
    ///   - block: At most 1 GiB.
    ///   - dictionary: What comes before it in the stream; the last 32 KiB are enough.
    ///   - isLast: Whether the stream ends with it.
    /// - Returns: the deflated bytes.
    /// - Throws: where there is no memory.
    static func deflate(_ block: [UInt8], after dictionary: [UInt8], isLast: Bool) throws(ArchiveError) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe marram_deflate_begin(&stream, 6, -15, 8) == Z_OK else {
            throw ArchiveError("there is no memory to deflate with")
        }
        defer { unsafe deflateEnd(&stream) }
        if !dictionary.isEmpty {
            let tail = Array(dictionary.suffix(window))
            let done = unsafe tail.withUnsafeBufferPointer {
                unsafe deflateSetDictionary(&stream, $0.baseAddress, uInt($0.count))
            }
            precondition(done == Z_OK, "zlib takes no dictionary")
        }
        // A flush writes up to 5 bytes more than the bound of a whole stream.
        let room = unsafe Int(deflateBound(&stream, uLong(block.count))) + 16
        var input = block
        return unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
            unsafe input.withUnsafeMutableBufferPointer { buffer in
                unsafe stream.next_in = buffer.baseAddress
                unsafe stream.avail_in = uInt(buffer.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = uInt(room)
                let code = unsafe CZlib.deflate(&stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
                precondition(code == (isLast ? Z_STREAM_END : Z_OK), "zlib needs more room than it says")
            }
            count = unsafe room - Int(stream.avail_out)
        }
    }

    /// How a stream is wrapped, as zlib numbers it.
    enum Wrapping: Int32 {
        case none = -15
        case zlib = 15
        case gzip = 31
    }

    /// Deflates bytes as one stream at a level from 1 to 9.
    ///
    /// - Throws: where there is no memory.
    static func stream(_ bytes: [UInt8], _ wrapping: Wrapping, level: Int32) throws(ArchiveError) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe marram_deflate_begin(&stream, level, wrapping.rawValue, 8) == Z_OK else {
            throw ArchiveError("there is no memory to deflate with")
        }
        defer { unsafe deflateEnd(&stream) }
        let room = unsafe Int(deflateBound(&stream, uLong(bytes.count)))
        var input = bytes
        return unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
            unsafe input.withUnsafeMutableBufferPointer { buffer in
                unsafe stream.next_in = buffer.baseAddress
                unsafe stream.avail_in = uInt(buffer.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = uInt(room)
                let code = unsafe CZlib.deflate(&stream, Z_FINISH)
                precondition(code == Z_STREAM_END, "zlib needs more room than it says")
            }
            count = unsafe room - Int(stream.avail_out)
        }
    }
}

/// Inflates a stream that comes in pieces.
///
/// `deinit` frees what zlib holds; the stream is allocated, since zlib keeps its address.
@safe struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isAtEnd = false

    init(_ wrapping: Zlib.Wrapping = .none) throws(ArchiveError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe marram_inflate_begin(stream, wrapping.rawValue) == Z_OK else {
            throw ArchiveError("there is no memory to inflate with")
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Inflates a piece, and hands what it gives over, at most 256 KiB at a time.
    ///
    /// - Parameters:
    ///   - piece: What follows what came before.
    ///   - body: Takes the bytes; when it throws, no more are made.
    /// - Returns: false where the stream is broken.
    /// - Throws: what `body` throws.
    mutating func inflate(
        _ piece: [UInt8],
        _ body: ([UInt8]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> Bool {
        guard !isAtEnd else { return false }
        var rest = piece[...]
        repeat {
            // No more at a time than is looked at: it is copied.
            let (bytes, used, code) = step(rest.prefix(Self.room))
            rest = rest.dropFirst(used)
            if !bytes.isEmpty { try body(bytes) }
            if code == Z_STREAM_END {
                isAtEnd = true
                return rest.isEmpty
            }
            if code == Z_BUF_ERROR { return rest.isEmpty }
            guard code == Z_OK else { return false }
            if rest.isEmpty, bytes.count < Self.room { return true }
        } while true
    }

    private static let room = 256 << 10

    private func step(_ piece: ArraySlice<UInt8>) -> (bytes: [UInt8], used: Int, code: Int32) {
        var input = Array(piece)
        var code: Int32 = Z_OK
        var used = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.room) { output, count in
            unsafe input.withUnsafeMutableBufferPointer { buffer in
                unsafe stream.pointee.next_in = buffer.baseAddress
                unsafe stream.pointee.avail_in = uInt(buffer.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = uInt(Self.room)
                code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                used = unsafe buffer.count - Int(stream.pointee.avail_in)
            }
            count = unsafe Self.room - Int(stream.pointee.avail_out)
        }
        return (bytes, used, code)
    }
}
