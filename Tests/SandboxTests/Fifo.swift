import Glibc
import Support

/// A pipe with a name: its end comes when the last process that writes to it has gone.
final class Fifo: Sendable {
    let path: String
    private let folder: TemporaryFolder
    private let descriptor: Int32

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/fifo"
        guard unsafe mkfifo(path, 0o600) == 0 else { throw SupportError("no fifo: errno \(errno)") }
        // Without O_NONBLOCK it would wait for the first writer.
        descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SupportError("no fifo: errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// What has come; empty where nothing has.
    func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Waits until something comes, and returns it; empty after 20 seconds.
    func await() -> String {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&watched, 1, 20_000)
        return read()
    }

    /// True once nobody can write any more; false after 20 seconds.
    func isForsaken() -> Bool {
        var watched = pollfd(fd: descriptor, events: 0, revents: 0)
        return unsafe poll(&watched, 1, 20_000) == 1 && watched.revents & Int16(POLLHUP) != 0
    }
}
