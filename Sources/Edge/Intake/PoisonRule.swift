import Crypto
import Logging
import Storage

/// Keeps a request that kills the process from killing it for ever.
///
/// After an unclean exit, requests that the broker delivers again are suspects: each is noted on disk before it is so
/// much as decoded, and runs alone. One that was noted in two unclean exits does not run again.
final class PoisonRule {
    /// What is to be done with a suspect.
    enum Verdict: Equatable {
        case run
        /// It was running in this many unclean exits.
        case refuse(exits: Int)
    }

    /// Unclean exits after which a request does not run again.
    static let limit = 2

    /// True when the last run of this node ended without a word.
    let isActive: Bool
    private let database: StateDatabase
    private let logger: Logger
    private var noted: SHA256Digest?
    private var isBroken = false

    init(database: StateDatabase, isActive: Bool, logger: Logger) {
        self.database = database
        self.isActive = isActive
        self.logger = logger
    }

    /// Notes a suspect and says whether it may run. The one before it is forgotten: it did no harm.
    func begin(_ digest: SHA256Digest) -> Verdict {
        do throws(StorageError) {
            let exits = try database.unclean(digest.bytes)
            guard exits < Self.limit else {
                try forget()
                return .refuse(exits: exits)
            }
            try database.note(digest.bytes, clearing: noted.map(\.bytes))
            noted = digest
        } catch {
            report(error)
        }
        return .run
    }

    /// Says that no suspect is left: the last one did no harm.
    func end() {
        do throws(StorageError) { try forget() } catch { report(error) }
    }

    private func forget() throws(StorageError) {
        guard let done = noted else { return }
        noted = nil
        try database.clear(done.bytes)
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
