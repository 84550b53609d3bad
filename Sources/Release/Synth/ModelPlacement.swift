import Cryptography
import Foundation
import Glibc

/// Puts files of the cache under a component's root.
struct ModelPlacement: Sendable {
    private static let draft = ".gg-model.new"

    let cache: ModelCache

    /// Copies a file of the cache to a path, unless the same bytes are there; the copy's digest is computed on the way.
    ///
    /// - Returns: false where the cache's file is not what its name says: it has been thrown away, nothing else is
    ///   changed.
    /// - Throws: `input`: the path cannot be written to.
    func place(_ file: CachedFile, at path: String) throws(ReleaseError) -> Bool {
        var found = stat()
        if unsafe lstat(path, &found) == 0 {
            guard found.st_mode & S_IFMT == S_IFREG else {
                throw ReleaseError(.input, "\(path) is no plain file; expected the model's file, or nothing")
            }
            if Int64(found.st_size) == file.byteCount, try ModelFetch.digest(of: path) == file { return true }
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try WholeFile.makeFolder(folder)
        let draft = "\(folder)/\(Self.draft)"
        guard try copy(cache.object(file.sha256), to: draft) == file else {
            _ = unsafe unlink(draft)
            cache.drop(file)
            return false
        }
        guard unsafe rename(draft, path) == 0 else {
            let error = WholeFile.failure("write", path)
            _ = unsafe unlink(draft)
            throw error
        }
        return true
    }

    private func copy(_ source: String, to target: String) throws(ReleaseError) -> CachedFile {
        let input = unsafe open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw WholeFile.failure("read", source) }
        defer { close(input) }
        let output = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw WholeFile.failure("write", target) }
        defer { close(output) }
        var hasher = SHA256Hasher()
        var length: Int64 = 0
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe read(input, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw WholeFile.failure("read", source) }
            guard count > 0 else { break }
            unsafe hasher.update(piece.span.bytes.extracting(first: count))
            try write(piece[..<count], output, target)
            length += Int64(count)
        }
        return CachedFile(sha256: hasher.finish().hexadecimal, byteCount: length)
    }

    private func write(_ bytes: ArraySlice<UInt8>, _ output: Int32, _ path: String) throws(ReleaseError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = WholeFile.failure("write", path)
                _ = unsafe unlink(path)
                throw error
            }
            rest = rest.dropFirst(count)
        }
    }
}
