import GRDB

extension StateDatabase {
    /// Remembers that `model` has a queue lane of its own on the broker.
    public func markLane(_ model: String) throws(StorageError) {
        try write { database in
            try database.execute(sql: "INSERT OR IGNORE INTO lane (model) VALUES (?)", arguments: [model])
        }
    }

    /// Returns the models that have a queue lane of their own on the broker, sorted.
    public func lanes() throws(StorageError) -> [String] {
        try read { database in try String.fetchAll(database, sql: "SELECT model FROM lane ORDER BY model") }
    }

    /// Forgets the lane of `model`: the broker has it no more.
    public func removeLane(_ model: String) throws(StorageError) {
        try write { database in
            try database.execute(sql: "DELETE FROM lane WHERE model = ?", arguments: [model])
        }
    }
}
