import FoundationEssentials
import GRDB

/// A database file that keeps what is committed through a power cut (WAL, synchronous FULL), and that is made anew
/// where it is found damaged.
///
/// Calls from several threads take turns.
struct DatabaseFile: Sendable {
    /// Where it is.
    let path: String
    /// What was set aside because it was damaged, and where it is now; nil when the file was sound.
    let recovered: String?

    private let queue: DatabaseQueue

    /// Opens `path`, creating it where it is missing, and brings its tables up to date.
    ///
    /// A damaged file is renamed to `<path>.corrupt-<time>`.
    ///
    /// - Throws: `newer` when a later Marram wrote it, else what the disk says.
    init(_ path: String, label: String, migrator: DatabaseMigrator, now: Date) throws(StorageError) {
        self.path = path
        do {
            queue = try Self.open(path, label, migrator)
            recovered = nil
        } catch {
            guard error.code == .corrupt else { throw error }
            let aside = try Self.setAside(path, now)
            queue = try Self.open(path, label, migrator)
            recovered = "\(error.message.prefix { $0 != ";" }); it is now \(aside), and a new database was made"
        }
    }

    /// Runs `body` in a transaction that is on the disk when this returns; one that throws has changed nothing.
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

    private static func open(
        _ path: String,
        _ label: String,
        _ migrator: DatabaseMigrator
    ) throws(StorageError) -> DatabaseQueue {
        do {
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.label = label
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                // Tables that a power cut takes are made again: they wait for the disk once, at the end.
                try database.execute(sql: "PRAGMA synchronous = NORMAL")
                let check = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
                guard check == "ok" else { throw StorageError(.corrupt, "\(path): \(check)") }
                guard try !migrator.hasBeenSuperseded(database) else {
                    throw StorageError(
                        .newer,
                        "\(path) was written by a later Marram; run that one, or move the file away to start afresh"
                    )
                }
            }
            try migrator.migrate(queue)
            // What the log holds is brought over, so that its room is used again: a disk may fill up later.
            try? queue.writeWithoutTransaction { database in _ = try database.checkpoint(.passive) }
            try queue.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA synchronous = FULL") }
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
}
