import AWS
import Cryptography
import Foundation
import Glibc
import Transfer

/// Fetches files of models into the cache; what was interrupted goes on where it ended.
struct ModelFetch: Sendable {
    let cache: ModelCache
    let http: HTTPClient
    let retry: AWSRetry
    let cancellation: Cancellation?

    /// The most that a model's file may have.
    private static let mostBytes: Int64 = 1 << 40

    /// Fetches a file, whatever the cache says of it.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - onBytes: Takes how many bytes are there, and of how many.
    /// - Returns: what the cache has now.
    /// - Throws: `cloud`: the server refuses, or is not reached in all attempts; `input`: the cache cannot be written.
    func fetch(_ file: RemoteFile, onBytes: (Int64, Int64) -> Void) throws(ReleaseError) -> CachedFile {
        // Without a name for its bytes a file is fetched as a whole, by whoever wants it.
        let key = file.key ?? "\(UUID())"
        let part = try PartLock(cache.part(key), cancellation: cancellation)
        if file.key != nil, let entry = try cache.entry(key), Self.isWhole(cache.object(entry.sha256), entry) {
            return entry
        }
        do throws(AWSError) {
            var growing = GrowingFile(part.descriptor, isResumable: file.etag != nil)
            try retry.run(cancellation: cancellation) { () throws(AWSError) in
                try download(file, into: &growing, onBytes)
            }
        } catch {
            if file.key == nil { _ = unsafe unlink(part.path) }
            throw ReleaseError(.cloud, "\(file.place): \(error.message)")
        }
        guard fsync(part.descriptor) == 0 else { throw WholeFile.failure("write", part.path) }
        let found = try Self.digest(of: part.path)
        try cache.enter(key, part: part.path, as: found)
        return found
    }

    private func download(
        _ file: RemoteFile,
        into growing: inout GrowingFile,
        _ onBytes: (Int64, Int64) -> Void
    ) throws(AWSError) {
        let offset = try growing.resume(below: file.byteCount)
        if let total = file.byteCount, offset == total { return }
        let range = DownloadRange(offset: offset, total: file.byteCount, ifRange: offset > 0 ? file.etag : nil)
        let request = try file.request()
        let outcome: Download
        do throws(TransferError) {
            outcome = try http.download(request, range: range, cancellation: cancellation) {
                piece throws(TransferError) in
                try growing.append(piece, limit: Self.mostBytes)
                onBytes(growing.byteCount, file.byteCount ?? growing.byteCount)
            }
        } catch {
            throw AWSError("Transfer", error.message, isPassing: error.isPassing)
        }
        guard !outcome.isRestarted, outcome.status != 416 else {
            try growing.restart()
            throw AWSError("Restarted", "the server does not go on where the download ended", isPassing: true)
        }
        guard (200..<300).contains(outcome.status) else { throw file.refusal(outcome) }
        if let etag = file.etag, let sent = outcome.etag, sent != etag {
            try growing.restart()
            throw AWSError("Changed", "it was changed while it was fetched; begin again")
        }
    }

    /// The digest and the length of a file, read from the disk.
    static func digest(of path: String) throws(ReleaseError) -> CachedFile {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw WholeFile.failure("read", path) }
        defer { close(descriptor) }
        var hasher = SHA256Hasher()
        var length: Int64 = 0
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw WholeFile.failure("read", path) }
            guard count > 0 else { break }
            unsafe hasher.update(piece.span.bytes.extracting(first: count))
            length += Int64(count)
        }
        return CachedFile(sha256: hasher.finish().hexadecimal, byteCount: length)
    }

    private static func isWhole(_ path: String, _ entry: CachedFile) -> Bool {
        (try? digest(of: path)) == entry
    }
}
