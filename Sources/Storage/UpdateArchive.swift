import GRDB

/// What the state database knows of models, for programs that only look: it takes no lock and changes nothing.
public struct UpdateArchive: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    /// Opens the state database of a data directory.
    ///
    /// - Throws: `failed` when there is none, else what the disk says.
    public init(directory: String) throws(StorageError) {
        path = directory + "/state.db"
        guard DataDirectory.exists(path) else {
            throw StorageError(.failed, "\(path) does not exist; start marram there first, or check data_dir")
        }
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StorageError(error, database: path)
        }
    }

    /// Returns all that is known of every model, by name; nothing where a Marram without updates wrote the database.
    public func models() throws(StorageError) -> [ModelRow] {
        try read { database in try UpdateTables.models(database) }
    }

    /// Returns what has happened, the latest first.
    ///
    /// - Parameters:
    ///   - model: the model; nil: all.
    ///   - limit: the most entries.
    /// - Returns: The entries.
    /// - Throws: what the disk says.
    public func history(of model: String? = nil, limit: Int) throws(StorageError) -> [HistoryRow] {
        try read { database in try UpdateTables.history(model, limit: limit, database) }
    }

    private func read<Row>(_ body: (Database) throws -> [Row]) throws(StorageError) -> [Row] {
        do {
            return try queue.read { database in
                guard try database.tableExists("model") else { return [] }
                return try body(database)
            }
        } catch {
            throw StorageError(error, database: path)
        }
    }
}
