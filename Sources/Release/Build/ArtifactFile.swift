import Cryptography
import Glibc

/// A built artifact on the disk.
enum ArtifactFile {
    /// What Greengrass takes, bytes.
    static let limit = 2_000_000_000

    /// Puts a file in an artifact's place: as another name of it where that can be, else as a copy.
    static func place(_ source: String, at path: String) throws(ReleaseError) {
        unsafe unlink(path)
        guard unsafe linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) != 0 else { return }
        try copy(source, to: path)
    }

    /// Computes digest and size.
    ///
    /// - Throws: `input`: it is missing, empty or larger than Greengrass takes.
    static func measured(_ path: String) throws(ReleaseError) -> (sha256: String, byteCount: Int) {
        var hasher = SHA256Hasher()
        var size = 0
        try read(path) { (bytes) throws(ReleaseError) in
            hasher.update(bytes)
            size += bytes.count
        }
        try check(path, size)
        return (hasher.finish().hexadecimal, size)
    }

    /// Refuses sizes that Greengrass does not take.
    static func check(_ path: String, _ size: Int) throws(ReleaseError) {
        guard size > 0 else { throw ReleaseError(.input, "\(path) is empty; an artifact has at least one byte") }
        guard size <= limit else {
            throw ReleaseError(
                .input,
                "\(path) has \(size) bytes, and Greengrass takes at most \(limit); exclude what is not needed, or divide it"
            )
        }
    }

    private static func copy(_ source: String, to path: String) throws(ReleaseError) {
        let output = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw WholeFile.failure("write", path) }
        defer { close(output) }
        try read(source) { (bytes) throws(ReleaseError) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe write(output, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw WholeFile.failure("write", path) }
                rest = rest.dropFirst(count)
            }
        }
        guard fsync(output) == 0 else { throw WholeFile.failure("write", path) }
    }

    private static func read(
        _ path: String,
        _ body: ([UInt8]) throws(ReleaseError) -> Void
    ) throws(ReleaseError) {
        let input = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard input >= 0 else { throw WholeFile.failure("read", path) }
        defer { close(input) }
        while true {
            var failed = false
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                let got = unsafe Glibc.read(input, buffer.baseAddress, buffer.count)
                failed = got < 0
                count = max(0, got)
            }
            if failed, errno == EINTR { continue }
            guard !failed else { throw WholeFile.failure("read", path) }
            guard !bytes.isEmpty else { break }
            try body(bytes)
        }
    }
}
