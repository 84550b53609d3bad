import Glibc

/// The right to write into a folder, held by one process at a time until it ends, however it ends.
///
/// An exclusive `flock` on the folder itself: nothing is left in it.
struct FolderLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the lock of a folder that is there, without waiting.
    ///
    /// - Throws: `input`: another has it, or there is no such folder.
    init(_ folder: String) throws(ReleaseError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw WholeFile.failure("open the folder", folder) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let error = WholeFile.failure("lock", folder)
            close(descriptor)
            guard isTaken else { throw error }
            throw ReleaseError(
                .input,
                "another gg writes into \(folder); wait until it has ended, or give this one a --build-dir of its own"
            )
        }
        self.descriptor = descriptor
    }

    deinit {
        // Said outright: a program that is being started has a copy of the descriptor until it runs.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
