import FoundationEssentials
import GRDB

extension StateDatabase {
    /// Notes, in one transaction, that the requests `digests` are about to run and that `finished` have.
    ///
    /// Should this process die now, the next session counts one unclean exit for each of `digests`; what was counted for
    /// `finished` is forgotten. At most `poisonNoteLimit` notes are kept; the oldest that are not in flight go first.
    public func note(_ digests: [[UInt8]], clearing finished: [[UInt8]]) throws(StorageError) {
        try write { database in
            for digest in finished { try Self.forget(digest, database) }
            for digest in digests {
                try database.execute(
                    sql: """
                        INSERT INTO poison_note (digest, noted, in_flight, exits)
                        VALUES (?, (SELECT coalesce(max(noted), 0) + 1 FROM poison_note), 1, 0)
                        ON CONFLICT (digest) DO UPDATE SET noted = excluded.noted, in_flight = 1
                        """,
                    arguments: [Data(digest)]
                )
            }
            try database.execute(
                sql: """
                    DELETE FROM poison_note WHERE digest IN (
                        SELECT digest FROM poison_note ORDER BY in_flight, noted
                        LIMIT max(0, (SELECT count(*) FROM poison_note) - ?)
                    )
                    """,
                arguments: [Self.poisonNoteLimit]
            )
        }
    }

    /// Forgets requests that have finished, in one transaction.
    public func clear(_ digests: [[UInt8]]) throws(StorageError) {
        try write { database in
            for digest in digests { try Self.forget(digest, database) }
        }
    }

    /// Returns the number of unclean exits that the request `digest` was in flight in.
    public func unclean(_ digest: [UInt8]) throws(StorageError) -> Int {
        try read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT exits FROM poison_note WHERE digest = ?",
                arguments: [Data(digest)]
            ) ?? 0
        }
    }

    private static func forget(_ digest: [UInt8], _ database: Database) throws {
        try database.execute(sql: "DELETE FROM poison_note WHERE digest = ?", arguments: [Data(digest)])
    }
}
