import Glibc

/// What one supervisor of a folder holds while it lives; the system lets go of it however it ends.
final class LocalLock {
    private let file: Int32

    /// Takes the lock of a folder.
    ///
    /// - Throws: `input`: another process has it.
    init(_ folder: LocalFolder) throws(ReleaseError) {
        try folder.make(folder.root)
        let file = unsafe open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LocalFolder.fault(folder.lock, "opened") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw ReleaseError(
                .input,
                "components are running already in \(folder.root); 'gg local status' shows them and 'gg local down' ends them"
            )
        }
        self.file = file
    }

    deinit { close(file) }

    /// True while a process has it.
    static func isTaken(_ folder: LocalFolder) -> Bool {
        let file = unsafe open(folder.lock, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0
    }
}
