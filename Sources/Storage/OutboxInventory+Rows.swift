import FoundationEssentials
import GRDB

/// How rows come and go, and how the inventory keeps up with them: no change costs more than the rows it touches.
extension OutboxInventory {
    /// Counts what a database holds; reads all of it.
    init(counting database: Database) throws {
        self.init()
        let row = try Row.fetchOne(database, sql: "SELECT count(*), coalesce(sum(size), 0) FROM message")
        messages = row?[0] ?? 0
        bytes = row?[1] ?? 0
        try findEnds(database)
    }

    /// Looks up the first and the last message.
    mutating func findEnds(_ database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT sequence, time FROM message ORDER BY sequence LIMIT 1"
        )
        first = row?["sequence"]
        oldest = row?["time"]
        last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM message")
    }

    /// Adds a message; one that is there already is left as it is.
    mutating func add(_ message: StoredMessage, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO message (sequence, time, kind, size, topic, document) VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        let size = message.size
        try statement.execute(
            arguments: [message.sequence, message.time, message.kind, size, message.topic, Data(message.document)]
        )
        guard database.changesCount > 0 else { return }
        messages += 1
        bytes += size
    }

    /// Removes messages.
    mutating func remove(_ sequences: ClosedRange<Int64>, _ database: Database) throws {
        try remove(where: "sequence BETWEEN ? AND ?", [sequences.lowerBound, sequences.upperBound], database)
    }

    /// Drops unsent messages, the oldest first, as long as the first is of before `time`; returns how many.
    mutating func drop(before time: Int64, from unsent: Int64, _ database: Database) throws -> Int {
        let firstYoung = try Int64.fetchOne(
            database,
            sql:
                "SELECT sequence FROM message WHERE sequence >= ? AND (time >= ? OR time < ?) ORDER BY sequence LIMIT 1",
            arguments: [unsent, time, OutboxDatabase.firstPlausibleTime]
        )
        return try remove(where: "sequence >= ? AND sequence < ?", [unsent, firstYoung ?? .max], database)
    }

    /// Drops unsent messages, the oldest first, until no more than `capacity` bytes are left; returns how many.
    mutating func drop(downTo capacity: Int, from unsent: Int64, _ database: Database) throws -> Int {
        guard bytes > capacity else { return 0 }
        var excess = bytes - capacity
        var end = unsent
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT sequence, size FROM message WHERE sequence >= ? ORDER BY sequence",
            arguments: [unsent]
        )
        while excess > 0, let row = try rows.next() {
            end = (row[0] as Int64) + 1
            excess -= row[1] as Int
        }
        return try remove(where: "sequence >= ? AND sequence < ?", [unsent, end], database)
    }

    @discardableResult
    private mutating func remove(
        where condition: String,
        _ arguments: StatementArguments,
        _ database: Database
    ) throws -> Int {
        let count = try database.cachedStatement(
            sql: "SELECT coalesce(sum(size), 0) FROM message WHERE \(condition)"
        )
        let size = try Int.fetchOne(count, arguments: arguments) ?? 0
        try database.cachedStatement(sql: "DELETE FROM message WHERE \(condition)").execute(arguments: arguments)
        let removed = database.changesCount
        messages -= removed
        bytes -= size
        return removed
    }
}

extension OutboxDatabase {
    /// Counts what is there.
    static func takeStock(_ database: Database) throws -> OutboxInventory { try OutboxInventory(counting: database) }

    /// Reads messages in order.
    static func messages(after sequence: Int64, limit: Int, _ database: Database) throws -> [StoredMessage] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, time, kind, topic, document FROM message
                WHERE sequence > ? ORDER BY sequence LIMIT ?
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [sequence, limit])
        var messages: [StoredMessage] = []
        var bytes = 0
        while bytes < readingLimit, let row = try rows.next() {
            let message = StoredMessage(
                sequence: row[0],
                time: row[1],
                kind: row[2],
                topic: row[3],
                document: Array(row[4] as Data)
            )
            bytes += message.size
            messages.append(message)
        }
        return messages
    }
}
