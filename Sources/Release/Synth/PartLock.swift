import Foundation
import Glibc
import Transfer

/// A file that is being fetched into the cache, open and locked: runs that want the same one wait for one another.
struct PartLock: ~Copyable {
    private static let nap = 0.2

    let path: String
    let descriptor: Int32

    /// Opens the part and waits until nobody else has it.
    ///
    /// - Throws: `input`: it cannot be opened; `cloud`: the waiting was cancelled.
    init(_ path: String, cancellation: Cancellation?) throws(ReleaseError) {
        while true {
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw WholeFile.failure("write", path) }
            if try Self.take(descriptor, path, cancellation), Self.isStill(descriptor, path) {
                self.path = path
                self.descriptor = descriptor
                return
            }
            // Whoever had it has finished it, and moved it away.
            close(descriptor)
        }
    }

    deinit {
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func take(
        _ descriptor: Int32,
        _ path: String,
        _ cancellation: Cancellation?
    ) throws(ReleaseError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                let error = WholeFile.failure("lock", path)
                close(descriptor)
                throw error
            }
            if cancellation?.isCancelled == true {
                close(descriptor)
                throw ReleaseError(.cloud, "the transfer was cancelled")
            }
            Thread.sleep(forTimeInterval: nap)
        }
        return true
    }

    private static func isStill(_ descriptor: Int32, _ path: String) -> Bool {
        var own = stat()
        var named = stat()
        return unsafe fstat(descriptor, &own) == 0 && lstat(path, &named) == 0 && own.st_ino == named.st_ino
            && own.st_dev == named.st_dev
    }
}
