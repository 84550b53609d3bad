import FoundationEssentials
import GRDB

/// The windows of bindings, key by key.
extension StateDatabase {
    /// How many ends without a word windows are taken up after, one after the other, without being saved again.
    ///
    /// More than it takes to find and refuse one message that ends the program.
    public static let windowTrust = 5

    /// Begins a session with the windows of `binding`.
    ///
    /// Those that were saved by another form, model or window are deleted. Windows that were taken up after
    /// `windowTrust` ends without a word, and never saved again, are deleted at the next one: they may be what ends it.
    ///
    /// - Parameters:
    ///   - binding: the binding's name.
    ///   - form: what the states depend on: another one means that they cannot be used.
    ///   - wasUnclean: whether the last session ended without a word.
    ///   - limit: the most that are returned; those that were saved last.
    /// - Returns: the windows, those saved first at first, and why they cannot be used, where they are deleted now.
    /// - Throws: what the disk says.
    public func openWindows(
        of binding: String,
        form: [UInt8],
        wasUnclean: Bool,
        limit: Int
    ) throws(StorageError) -> (windows: [SavedWindow], loss: WindowLoss?) {
        try write { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT form, suspected FROM binding_form WHERE binding = ?",
                arguments: [binding]
            )
            let isKnown = (row?["form"] as Data?).map { Array($0) == form } ?? true
            let ends = wasUnclean ? ((row?["suspected"] as Int?) ?? 0) + 1 : 0
            let loss: WindowLoss? = !isKnown ? .otherForm : ends > Self.windowTrust ? .suspected : nil
            try database.execute(
                sql: """
                    INSERT INTO binding_form (binding, form, suspected) VALUES (?, ?, ?)
                    ON CONFLICT (binding) DO UPDATE SET form = excluded.form, suspected = excluded.suspected
                    """,
                arguments: [binding, Data(form), loss == nil ? ends : 0]
            )
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT key, state FROM window_state WHERE binding = ? ORDER BY saved DESC LIMIT ?",
                arguments: [binding, limit]
            )
            let windows = rows.reversed().map { row in
                SavedWindow(key: Array(row["key"] as Data), state: Array(row["state"] as Data))
            }
            if loss != nil {
                try database.execute(sql: "DELETE FROM window_state WHERE binding = ?", arguments: [binding])
            }
            return (windows, loss)
        }
    }

    /// Says that what is saved of `binding` from now on belongs to another form; what is there stays.
    ///
    /// For a model that comes in another one's place while the binding runs.
    public func changeForm(of binding: String, to form: [UInt8]) throws(StorageError) {
        try write { database in
            try database.execute(
                sql: "UPDATE binding_form SET form = ? WHERE binding = ?",
                arguments: [Data(form), binding]
            )
        }
    }

    /// Saves windows in one transaction; beyond `limit` of a binding those that were saved first go.
    ///
    /// - Parameters:
    ///   - windows: what is saved.
    ///   - binding: the binding's name.
    ///   - limit: most keys that are kept.
    ///   - isUrgent: it is saved out of turn, which says nothing about how long the program has lived.
    /// - Throws: what the disk says.
    public func save(
        _ windows: [SavedWindow],
        of binding: String,
        limit: Int,
        isUrgent: Bool = false
    ) throws(StorageError) {
        try write { database in
            let last =
                try Int.fetchOne(
                    database,
                    sql: "SELECT max(saved) FROM window_state WHERE binding = ?",
                    arguments: [binding]
                ) ?? 0
            let statement = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO window_state (binding, key, saved, state) VALUES (?, ?, ?, ?)"
            )
            for (index, window) in windows.enumerated() {
                try statement.execute(
                    arguments: [binding, Data(window.key), last + 1 + index, Data(window.state)]
                )
            }
            let count =
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM window_state WHERE binding = ?",
                    arguments: [binding]
                ) ?? 0
            if count > limit {
                try database.execute(
                    sql: """
                        DELETE FROM window_state WHERE binding = ? AND saved <= (
                            SELECT saved FROM window_state WHERE binding = ? ORDER BY saved LIMIT 1 OFFSET ?
                        )
                        """,
                    arguments: [binding, binding, count - limit - 1]
                )
            }
            guard !isUrgent else { return }
            try database.execute(sql: "UPDATE binding_form SET suspected = 0 WHERE binding = ?", arguments: [binding])
        }
    }

    /// Forgets the windows of all bindings but these.
    public func keepWindows(of bindings: [String]) throws(StorageError) {
        try write { database in
            for table in ["window_state", "binding_form"] {
                let marks = databaseQuestionMarks(count: bindings.count)
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE binding NOT IN (\(marks))",
                    arguments: StatementArguments(bindings)
                )
            }
        }
    }
}

/// Why the windows of a binding were not used.
public enum WindowLoss: Sendable, Equatable {
    /// They belong to another model, other fields or another window.
    case otherForm
    /// They were in use at two ends without a word, one after the other.
    case suspected
}
