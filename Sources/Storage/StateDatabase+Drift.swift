import FoundationEssentials
import GRDB

/// What is known of drift: of bindings, and of what was asked for because of it.
extension StateDatabase {
    /// Returns what was saved under a name; nil when nothing was.
    public func driftState(_ name: String) throws(StorageError) -> [UInt8]? {
        try read { database in
            try Data.fetchOne(database, sql: "SELECT state FROM drift_state WHERE name = ?", arguments: [name])
                .map { Array($0) }
        }
    }

    /// Saves states by name, in one transaction.
    public func save(driftStates states: [(name: String, state: [UInt8])]) throws(StorageError) {
        try write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO drift_state (name, state) VALUES (?, ?)"
            )
            for (name, state) in states { try statement.execute(arguments: [name, Data(state)]) }
        }
    }

    /// Forgets all states but those of these names.
    public func keepDriftStates(_ names: [String]) throws(StorageError) {
        try write { database in
            let marks = databaseQuestionMarks(count: names.count)
            try database.execute(
                sql: "DELETE FROM drift_state WHERE name NOT IN (\(marks))",
                arguments: StatementArguments(names)
            )
        }
    }
}
