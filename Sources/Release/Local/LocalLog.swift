import Glibc

/// A component's output in a file of bounded size; the one before it is kept as `.1`.
final class LocalLog {
    private let path: String
    private let limit: Int
    private var file: Int32
    private var size: Int

    /// Opens a log, or makes it.
    init(_ path: String, limit: Int = 10 << 20) {
        self.path = path
        self.limit = limit
        (file, size) = Self.open(path)
    }

    deinit { if file >= 0 { close(file) } }

    /// Adds bytes; where the disk has no room they are lost, and the component goes on.
    func append(_ bytes: [UInt8]) {
        if size > 0, size + bytes.count > limit { turn() }
        var rest = bytes.suffix(limit)
        while !rest.isEmpty, file >= 0 {
            let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            size += count
            rest = rest.dropFirst(count)
        }
    }

    private func turn() {
        if file >= 0 { close(file) }
        unsafe rename(path, "\(path).1")
        (file, size) = Self.open(path)
    }

    private static func open(_ path: String) -> (file: Int32, size: Int) {
        let file = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        return (file, max(0, Int(lseek(file, 0, SEEK_END))))
    }
}
