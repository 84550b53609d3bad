import FoundationEssentials
import GRDB

extension StateDatabase {
    /// Notes, in one transaction, that the request `digest` is about to run and that `previous` has finished.
    ///
    /// Should this process die now, the next session counts one unclean exit for `digest`; what was counted for `previous`
    /// is forgotten. At most `poisonNoteLimit` notes are kept; the oldest that are not in flight go first.
    public func note(_ digest: [UInt8], clearing previous: [UInt8]?) throws(StorageError) {
        try write { database in
            if let previous { try Self.forget(previous, database) }
            try database.execute(
                sql: """
                    INSERT INTO poison_note (digest, noted, in_flight, exits)
                    VALUES (?, (SELECT coalesce(max(noted), 0) + 1 FROM poison_note), 1, 0)
                    ON CONFLICT (digest) DO UPDATE SET noted = excluded.noted, in_flight = 1
                    """,
                arguments: [Data(digest)]
            )
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

    /// Forgets the request `digest`: it has finished.
    public func clear(_ digest: [UInt8]) throws(StorageError) {
        try write { database in try Self.forget(digest, database) }
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
