public import FoundationEssentials
import GRDB

/// What must survive a restart: the session counter, the poison notes, the lanes and the
/// profiles of models, in `state.db` of the data directory.
///
/// Every call is one transaction that is on the disk when it returns (WAL, synchronous FULL). A call that throws has
/// changed nothing. Calls from several threads take turns.
public final class StateDatabase: Sendable {
    /// The most poison notes that are kept.
    public static let poisonNoteLimit = 1000

    /// The path of the database.
    public let path: String
    /// What was set aside because it was damaged, and where it is now; nil when the database was sound.
    public let recovered: String?

    private let queue: DatabaseQueue
    private let lock: DirectoryLock

    /// Opens the database in `directory` for this process alone, creating both where they are missing.
    ///
    /// A damaged database is renamed to `state.db.corrupt-<time>` and made anew, which `recovered` tells.
    ///
    /// - Parameters:
    ///   - directory: the data directory; created with mode 0700 when missing.
    ///   - now: the time that a damaged database is named after.
    /// - Throws: `inUse` when another process (or another `StateDatabase`) works in the directory, `newer` when a later
    ///   Marram wrote the database, else what the disk says.
    public convenience init(directory: String, now: Date = Date()) throws(StorageError) {
        try self.init(directory: directory, now: now, settings: "")
    }

    /// Opens as above, then runs `settings`, SQL that narrows the connection.
    init(directory: String, now: Date, settings: String) throws(StorageError) {
        try DataDirectory.create(directory)
        lock = try DirectoryLock(directory: directory)
        path = directory + "/state.db"
        do {
            queue = try Self.open(path)
            recovered = nil
        } catch {
            guard error.code == .corrupt else { throw error }
            let aside = try Self.setAside(path, now)
            queue = try Self.open(path)
            recovered = "\(error.message.prefix { $0 != ";" }); it is now \(aside), and a new database was made"
        }
        if !settings.isEmpty {
            try write { database in try database.execute(sql: settings) }
        }
    }

    private static func open(_ path: String) throws(StorageError) -> DatabaseQueue {
        do {
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.label = "state"
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let check = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
                guard check == "ok" else { throw StorageError(.corrupt, "\(path): \(check)") }
                guard try !StateSchema.migrator.hasBeenSuperseded(database) else {
                    throw StorageError(
                        .newer,
                        "\(path) was written by a later Marram; run that one, or move the file away to start afresh"
                    )
                }
            }
            try StateSchema.migrator.migrate(queue)
            return queue
        } catch {
            throw StorageError(error, database: path)
        }
    }

    /// Renames the database and what SQLite keeps beside it; returns the new path of the database.
    private static func setAside(_ path: String, _ now: Date) throws(StorageError) -> String {
        let stamp = now.formatted(Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted))
        var target = "\(path).corrupt-\(stamp)"
        var count = 1
        while DataDirectory.exists(target) {
            count += 1
            target = "\(path).corrupt-\(stamp)-\(count)"
        }
        for suffix in ["", "-wal", "-shm"] {
            try DataDirectory.move(path + suffix, to: target + suffix)
        }
        return target
    }

    /// Runs `body` in a transaction that is on the disk when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
        do {
            return try queue.write(body)
        } catch {
            throw StorageError(error, database: path)
        }
    }

    /// Runs `body`, which changes nothing.
    func read<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StorageError(error, database: path)
        }
    }

    /// The settings that keep a commit through a power cut, as SQLite reports them.
    func durability() throws(StorageError) -> String {
        try read { database in
            let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
            return "\(journal), synchronous \(synchronous)"
        }
    }
}
