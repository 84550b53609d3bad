import GRDB

extension StateDatabase {
    /// Counts this session and marks it as running.
    ///
    /// When the one before was not ended, every request that was in flight in it is suspected, and one that was noted
    /// alone counts one unclean exit more.
    public func beginSession() throws(StorageError) -> SessionStart {
        try write { database in
            let wasRunning = try Bool.fetchOne(database, sql: "SELECT running FROM session") ?? false
            if wasRunning {
                try database.execute(
                    sql: "UPDATE poison_note SET suspected = 1, exits = exits + alone WHERE in_flight = 1"
                )
            }
            try database.execute(
                sql: """
                    UPDATE poison_note SET in_flight = 0 WHERE in_flight = 1;
                    DELETE FROM poison_note WHERE NOT suspected;
                    UPDATE session SET number = number + 1, running = 1;
                    """
            )
            let number = try Int.fetchOne(database, sql: "SELECT number FROM session") ?? 1
            return SessionStart(number: number, previousExitWasClean: !wasRunning)
        }
    }

    /// Marks the session as ended: whatever is in flight now did not kill it.
    public func endSession() throws(StorageError) {
        try write { database in
            try database.execute(sql: "UPDATE session SET running = 0")
        }
    }
}
