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
    public var path: String { file.path }
    /// What was set aside because it was damaged, and where it is now; nil when the database was sound.
    public var recovered: String? { file.recovered }
    /// The data directory, which is this process's as long as this object lives.
    let directory: String

    private let file: DatabaseFile
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
        self.directory = directory
        file = try DatabaseFile(directory + "/state.db", label: "state", migrator: StateSchema.migrator, now: now)
        if !settings.isEmpty {
            try write { database in try database.execute(sql: settings) }
        }
    }

    /// Runs `body` in a transaction that is on the disk when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value { try file.write(body) }

    /// Runs `body`, which changes nothing.
    func read<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value { try file.read(body) }

    /// The settings that keep a commit through a power cut, as SQLite reports them.
    func durability() throws(StorageError) -> String { try file.durability() }
}
