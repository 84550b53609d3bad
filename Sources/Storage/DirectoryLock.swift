import Glibc

/// The right to work in a data directory, held by one process at a time until it ends, however it ends.
///
/// An exclusive `flock` on the file `lock` of the directory, which holds the process id of the owner for the message that
/// the next one gets.
struct DirectoryLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// How long one that is just ending is waited for.
    private static let patience = Duration.seconds(3)

    /// Takes the lock of `directory`; waits a moment where another has it.
    init(directory: String) throws(StorageError) {
        let path = directory + "/lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageError(errno: errno, "open", path) }
        guard let reason = Self.lock(descriptor) else {
            self.descriptor = descriptor
            Self.sign(descriptor)
            return
        }
        let owner = Self.owner(descriptor)
        close(descriptor)
        guard reason == EWOULDBLOCK else { throw StorageError(errno: reason, "lock", path) }
        throw StorageError(
            .inUse,
            "another marram (pid \(owner)) works in \(directory); "
                + "give this one an `instance` name and a data_dir of its own"
        )
    }

    /// Takes the lock; returns why it cannot be had.
    private static func lock(_ descriptor: Int32) -> Int32? {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            guard reason == EWOULDBLOCK || reason == EINTR, clock.now < deadline else { return reason }
            _ = usleep(20_000)
        }
        return nil
    }

    deinit {
        // Said outright: a program that is being started has a copy of the descriptor until it runs.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func owner(_ descriptor: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 20)
        let count = unsafe pread(descriptor, &text, text.count, 0)
        let digits = text.prefix(max(count, 0)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }

    /// Leaves the process id in the file.
    ///
    /// A full disk may prevent it; the lock holds without.
    private static func sign(_ descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = unsafe pwrite(descriptor, text, text.count, 0)
    }
}
