import Cryptography
import Logging
import Storage

/// Keeps a request that kills the process from killing it for ever.
///
/// After an unclean exit, requests that the broker delivers again are noted on disk before they are so much as decoded:
/// first as a group, which costs one write a burst. When the process dies with a group, each of it runs alone the next
/// time; one that was alone in two unclean exits does not run again. So a power cut or two do no harm to a request
/// that happened to be running, and a killer is found after four deaths at most.
final class PoisonRule {
    /// Unclean exits alone after which a request does not run again.
    static let limit = 2

    /// True when the last run of this node ended without a word.
    let isActive: Bool
    private let database: StateDatabase
    private let logger: Logger
    private var noted: [SHA256Digest] = []
    private var isBroken = false

    init(database: StateDatabase, isActive: Bool, logger: Logger) {
        self.database = database
        self.isActive = isActive
        self.logger = logger
    }

    /// What is known of a request from earlier exits; nil: nothing.
    func history(of digest: SHA256Digest) -> RequestHistory? {
        do throws(StorageError) {
            return try database.history(of: digest.bytes)
        } catch {
            report(error)
            return nil
        }
    }

    /// Notes suspects that are about to run.
    ///
    /// Those before them are forgotten: they did no harm.
    func begin(_ digests: [SHA256Digest]) {
        do throws(StorageError) {
            try database.note(digests.map(\.bytes), clearing: noted.map(\.bytes))
            noted = digests
        } catch {
            report(error)
        }
    }

    /// Says that no suspect is left: the last ones did no harm.
    func end() {
        guard !noted.isEmpty else { return }
        do throws(StorageError) {
            try database.clear(noted.map(\.bytes))
            noted = []
        } catch {
            report(error)
        }
    }

    /// Serving goes on without notes when the disk does not take them.
    private func report(_ error: StorageError) {
        guard !isBroken else { return }
        isBroken = true
        logger.error(
            "requests that were running when the program died cannot be noted; they run unguarded",
            metadata: ["reason": "\(error)"]
        )
    }
}
