import Cryptography
import Glibc

/// What tells one model file from another.
public struct ModelFingerprint: Sendable, Hashable {
    /// The SHA-256 of the file, 32 bytes.
    ///
    /// Weights that the file keeps in other files are not part of it: what a run takes hangs on their sizes, and those
    /// stand in the file itself.
    public let digest: [UInt8]
    /// The size of the file.
    public let byteCount: Int

    private static let piece = 1 << 20

    /// Makes one of what is known already.
    public init(digest: [UInt8], byteCount: Int) {
        self.digest = digest
        self.byteCount = byteCount
    }

    /// Reads a file, a piece at a time; nil when it cannot be read.
    init?(file: String) {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var hasher = SHA256Hasher()
        var buffer = [UInt8](repeating: 0, count: Self.piece)
        var total = 0
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            unsafe hasher.update(buffer.span.extracting(0..<count).bytes)
            total += count
        }
        self.init(digest: hasher.finish().bytes, byteCount: total)
    }
}
