import Cryptography

/// The beginning of a file that is being fetched, checked chunk by chunk.
struct PartFile: ~Copyable {
    /// What came of the bytes that were taken.
    enum Failure: Error {
        /// A chunk is not what the manifest says; the part ends before it again.
        case badChunk(Int)
        case disk(UpdateError)
    }

    /// Bytes that are here; all up to the last whole chunk are what the manifest says.
    private(set) var count: Int64

    private let file: OpenFile
    private let readBack: ReadBack
    private let size: Int64
    private let chunk: Int64
    private let digests: [[UInt8]]
    private var hasher = SHA256Hasher()
    private let faults: FaultPoints

    /// Opens the part of a file, keeps the whole chunks that are what the manifest says, and cuts off the rest.
    init(_ entry: Manifest.File, in staging: Staging, faults: FaultPoints) throws(UpdateError) {
        let (chunk, digests) = entry.pieces
        let part = try OpenFile(staging.partPath(of: entry.path), for: .updating)
        let good = try Self.goodBytes(of: part, size: entry.size, chunk: chunk, digests: digests)
        try part.truncate(to: good)
        readBack = try ReadBack(part.path)
        readBack.advance(to: good)
        file = part
        count = good
        size = entry.size
        self.chunk = chunk
        self.digests = digests
        self.faults = faults
    }

    var isComplete: Bool { count == size }

    /// How many chunks are here and good.
    var goodChunks: Int { isComplete ? digests.count : Int(count / chunk) }

    /// Takes what comes next; never goes beyond the file's size.
    mutating func take(_ piece: RawSpan) throws(Failure) {
        var start = 0
        while start < piece.byteCount {
            let index = Int(count / chunk)
            let room = min(chunk - count % chunk, size - count)
            let length = min(piece.byteCount - start, Int(room))
            guard length > 0 else {
                throw .disk(UpdateError(.tooLarge, "\(file.path): more came than its \(size) bytes"))
            }
            let bytes = piece.extracting(start..<start + length)
            hasher.update(bytes)
            try write(bytes)
            count += Int64(length)
            start += length
            if Int64(length) == room { try endChunk(index) }
        }
    }

    /// Goes back to nothing.
    mutating func restart() throws(UpdateError) {
        readBack.restart()
        try cut(to: 0)
    }

    /// Returns when it is on the disk.
    ///
    /// - Returns: The SHA-256 of the whole, read back; nil where it could not be.
    func synchronise() throws(UpdateError) -> SHA256Digest? {
        try file.synchronise()
        return readBack.finish()
    }

    private mutating func endChunk(_ index: Int) throws(Failure) {
        let found = finishHash()
        guard index < digests.count, found.bytes == digests[index] else {
            do {
                try cut(to: Int64(index) * chunk)
            } catch {
                throw .disk(error)
            }
            throw .badChunk(index)
        }
        readBack.advance(to: count)
        if !isComplete { faults.pass("C4") }
    }

    private func write(_ bytes: RawSpan) throws(Failure) {
        do {
            try file.write(bytes, at: count)
        } catch {
            throw .disk(error)
        }
    }

    private mutating func cut(to length: Int64) throws(UpdateError) {
        hasher = SHA256Hasher()
        try file.truncate(to: length)
        count = length
    }

    private mutating func finishHash() -> SHA256Digest {
        var next = SHA256Hasher()
        swap(&next, &hasher)
        return next.finish()
    }

    /// How many bytes from the start make whole chunks that are what the manifest says.
    private static func goodBytes(
        of file: borrowing OpenFile,
        size: Int64,
        chunk: Int64,
        digests: [[UInt8]]
    ) throws(UpdateError) -> Int64 {
        let length = min(try file.size(), size)
        var buffer = [UInt8](repeating: 0, count: Int(min(1 << 18, max(length, 1))))
        var good: Int64 = 0
        for digest in digests {
            let end = min(good + chunk, size)
            guard end <= length else { break }
            var hasher = SHA256Hasher()
            var offset = good
            while offset < end {
                let found = min(Int64(try file.read(at: offset, into: &buffer)), end - offset)
                guard found > 0 else { break }
                unsafe hasher.update(buffer.span.extracting(0..<Int(found)).bytes)
                offset += found
            }
            let found = hasher.finish()
            guard offset == end, found.bytes == digest else { break }
            good = end
        }
        return good
    }
}
