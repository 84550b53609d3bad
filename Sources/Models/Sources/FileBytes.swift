import Glibc
import Transfer

/// A file of this machine.
struct FileBytes: ByteSource {
    let path: String

    private static let piece = 1 << 18

    var name: String { path }

    func stream(
        _ range: ByteRange,
        cancellation: Cancellation?,
        receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) -> StreamEnd {
        let file = try opened()
        let (size, etag) = try facts(file)
        var end = StreamEnd(etag: etag, total: size)
        if let known = range.etag, range.offset > 0, known != etag { end.isRestarted = true }
        if range.offset > size { end.isRestarted = true }
        guard !end.isRestarted else { return end }
        let limit = min(size, range.offset + (range.length ?? size - range.offset))
        var buffer = [UInt8](repeating: 0, count: Int(min(Int64(Self.piece), max(limit - range.offset, 1))))
        var offset = range.offset
        while offset < limit {
            if cancellation?.isCancelled == true { throw SourceError(.cancelled, "reading \(path) was cancelled") }
            let found = Int(min(Int64(try read(file, offset, &buffer)), limit - offset))
            guard found > 0 else { throw SourceError(.downloadFailed, "\(path) became shorter while it was read") }
            unsafe try receive(buffer.span.extracting(0..<found).bytes)
            offset += Int64(found)
        }
        return end
    }

    private func opened() throws(SourceError) -> OpenFile {
        do {
            return try OpenFile(path, for: .reading)
        } catch {
            guard unsafe access(path, F_OK) == 0 || errno != ENOENT else {
                throw SourceError(.downloadFailed, "\(path) is not there; put it there or correct the path", .missing)
            }
            guard error.code != .readOnly else {
                throw SourceError(.downloadFailed, "\(path) cannot be read: give this user the right to")
            }
            throw SourceError(error)
        }
    }

    private func facts(_ file: borrowing OpenFile) throws(SourceError) -> (size: Int64, etag: String) {
        do {
            let status = try file.status()
            let time = status.st_mtim
            return (Int64(status.st_size), "\(status.st_ino)-\(status.st_size)-\(time.tv_sec).\(time.tv_nsec)")
        } catch {
            throw SourceError(error)
        }
    }

    private func read(_ file: borrowing OpenFile, _ offset: Int64, _ buffer: inout [UInt8]) throws(SourceError) -> Int {
        do {
            return try file.read(at: offset, into: &buffer)
        } catch {
            throw SourceError(error)
        }
    }
}
