import GRDB

/// Models, their updates, and what has become of them.
extension StateDatabase {
    /// Returns all that is known of every model, by name.
    public func models() throws(StorageError) -> [ModelRow] {
        try read { database in try UpdateTables.models(database) }
    }

    /// Writes a step of an update, in one transaction.
    ///
    /// The last 1000 jobs and the last 1000 entries of the history are kept.
    ///
    /// - Parameters:
    ///   - model: all that is known of the model from now on; nil: nothing has changed.
    ///   - jobs: what is said of jobs; it takes the place of what was said of them before.
    ///   - history: what has happened.
    /// - Throws: what the disk says.
    public func save(
        _ model: ModelRow?,
        jobs: [JobRow] = [],
        history: [HistoryRow] = []
    ) throws(StorageError) {
        try write { database in
            if let model { try UpdateTables.save(model, database) }
            for job in jobs { try UpdateTables.save(job, database) }
            for entry in history { try UpdateTables.add(entry, database) }
        }
    }

    /// Returns what was said last of a job; nil when it is not known.
    public func job(_ id: String, of model: String) throws(StorageError) -> JobRow? {
        try read { database in try UpdateTables.job(id, of: model, database) }
    }

    /// Returns what was said last of the last job of each model.
    public func lastJobs() throws(StorageError) -> [JobRow] {
        try read { database in try UpdateTables.lastJobs(database) }
    }

    /// Returns what was said last of the jobs that nobody may have been told of, the oldest first: the last one of each
    /// model, and those that something was said of within a minute before; `limit` of a model at most.
    public func recentJobs(limit: Int) throws(StorageError) -> [JobRow] {
        try read { database in try UpdateTables.recentJobs(limit: limit, database) }
    }

    /// Returns the last entries of the history that nobody was told of for certain, the oldest first.
    public func untoldHistory(limit: Int) throws(StorageError) -> [HistoryRow] {
        try read { database in try UpdateTables.untold(limit: limit, database) }
    }

    /// Notes that people were told of all that has happened.
    public func markHistoryTold() throws(StorageError) {
        try write { database in try database.execute(sql: "UPDATE history SET told = 1 WHERE NOT told") }
    }
}
