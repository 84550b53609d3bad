import FoundationEssentials
import GRDB

/// Jobs, and what has happened.
extension UpdateTables {
    private static let mostJobs = 1000
    private static let mostHistory = 1000

    static func job(_ id: String, of model: String, _ database: Database) throws -> JobRow? {
        try Row.fetchOne(
            database,
            sql: "SELECT * FROM job WHERE model = ? AND id = ?",
            arguments: [model, id]
        ).map(job)
    }

    /// The job of each model that was said something of last.
    static func lastJobs(_ database: Database) throws -> [JobRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM job WHERE number IN (SELECT max(number) FROM job WHERE id NOT LIKE '%:%' GROUP BY model)
                ORDER BY model
                """
        ).map(job)
    }

    /// Of each model the jobs of which something was said in the last minute before its last job's word, the oldest first.
    static func recentJobs(limit: Int, _ database: Database) throws -> [JobRow] {
        try Row.fetchAll(
            database,
            sql: """
                WITH ranked AS (
                    SELECT *, row_number() OVER (PARTITION BY model ORDER BY number DESC) AS rank,
                        first_value(time) OVER (PARTITION BY model ORDER BY number DESC) AS latest
                    FROM job WHERE id NOT LIKE '%:%'
                )
                SELECT * FROM ranked WHERE rank <= ? AND time >= latest - 60000 ORDER BY number
                """,
            arguments: [limit]
        ).map(job)
    }

    private static func job(_ row: Row) -> JobRow {
        JobRow(
            id: row["id"],
            model: row["model"],
            version: row["version"],
            status: row["status"],
            phase: row["phase"],
            code: row["code"],
            reason: row["reason"],
            details: row["details"],
            seq: row["seq"],
            time: row["time"]
        )
    }

    static func save(_ job: JobRow, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO job (model, id, version, status, phase, code, reason, details, seq, time)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (model, id) DO UPDATE SET
                    version = excluded.version, status = excluded.status, phase = excluded.phase,
                    code = excluded.code, reason = excluded.reason, details = excluded.details,
                    seq = excluded.seq, time = excluded.time
                """,
            arguments: [
                job.model, job.id, job.version, job.status, job.phase, job.code, job.reason, job.details, job.seq,
                job.time,
            ]
        )
        try database.execute(
            sql: """
                DELETE FROM job WHERE number <= (SELECT max(number) FROM job) - ?
                    AND NOT EXISTS (SELECT 1 FROM candidate WHERE candidate.model = job.model AND candidate.job = job.id)
                """,
            arguments: [mostJobs]
        )
    }

    static func history(_ model: String?, limit: Int, _ database: Database) throws -> [HistoryRow] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM history WHERE ? IS NULL OR model = ? ORDER BY number DESC LIMIT ?",
            arguments: [model, model, limit]
        ).map(entry)
    }

    static func untold(limit: Int, _ database: Database) throws -> [HistoryRow] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM history WHERE NOT told ORDER BY number DESC LIMIT ?",
            arguments: [limit]
        ).reversed().map(entry)
    }

    private static func entry(_ row: Row) -> HistoryRow {
        HistoryRow(
            time: row["time"],
            model: row["model"],
            what: row["what"],
            version: row["version"],
            bundle: (row["bundle"] as Data?).map(Array.init),
            code: row["code"],
            reason: row["reason"],
            job: row["job"],
            event: row["event"]
        )
    }

    static func add(_ entry: HistoryRow, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO history (time, model, what, version, bundle, code, reason, job, event, told)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                """,
            arguments: [
                entry.time, entry.model, entry.what, entry.version, entry.bundle.map { Data($0) }, entry.code,
                entry.reason, entry.job, entry.event,
            ]
        )
        try database.execute(
            sql: "DELETE FROM history WHERE number <= (SELECT max(number) FROM history) - ?",
            arguments: [mostHistory]
        )
    }
}
