import FoundationEssentials
import GRDB

/// Profiles of models, and the measurements that were begun and did not end.
extension StateDatabase {
    /// The most profiles that are kept; the oldest go first.
    public static let profileLimit = 200

    /// Returns what was measured under `key`; nil when no measurement has ended.
    public func profile(_ key: ProfileKey) throws(StorageError) -> MeasuredProfile? {
        try read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT fixed_ns, row_ns, batch_limit, threads, independent FROM profile
                    WHERE \(Self.condition) AND batch_limit IS NOT NULL
                    """,
                arguments: Self.arguments(key)
            ).map { row in
                MeasuredProfile(
                    fixedCost: .nanoseconds(row["fixed_ns"] as Int64),
                    rowCost: .nanoseconds(row["row_ns"] as Int64),
                    batchLimit: row["batch_limit"],
                    threads: row["threads"],
                    hasIndependentRows: row["independent"]
                )
            }
        }
    }

    /// Notes that a measurement begins; returns how many began before it and did not end.
    ///
    /// A measurement that takes the process with it is thus known at the next start.
    public func beginMeasurement(_ key: ProfileKey) throws(StorageError) -> Int {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO profile (digest, runtime, processors, configured_threads, method, noted, begun)
                    VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(noted), 0) + 1 FROM profile), 1)
                    ON CONFLICT DO UPDATE SET noted = excluded.noted, begun = begun + 1
                    """,
                arguments: Self.arguments(key)
            )
            try database.execute(
                sql: """
                    DELETE FROM profile WHERE noted IN (
                        SELECT noted FROM profile ORDER BY noted LIMIT max(0, (SELECT count(*) FROM profile) - ?)
                    )
                    """,
                arguments: [Self.profileLimit]
            )
            let begun = try Int.fetchOne(
                database,
                sql: "SELECT begun FROM profile WHERE \(Self.condition)",
                arguments: Self.arguments(key)
            )
            return (begun ?? 1) - 1
        }
    }

    /// Takes back the note of a measurement that was broken off in order.
    public func abandonMeasurement(_ key: ProfileKey) throws(StorageError) {
        try write { database in
            try database.execute(
                sql: "UPDATE profile SET begun = max(0, begun - 1) WHERE \(Self.condition)",
                arguments: Self.arguments(key)
            )
        }
    }

    /// Remembers what a measurement that was begun has found.
    public func remember(_ profile: MeasuredProfile, for key: ProfileKey) throws(StorageError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE profile SET begun = 0, fixed_ns = ?, row_ns = ?, batch_limit = ?, threads = ?, independent = ?
                    WHERE \(Self.condition)
                    """,
                arguments: [
                    profile.fixedCost.nanoseconds, profile.rowCost.nanoseconds, profile.batchLimit, profile.threads,
                    profile.hasIndependentRows,
                ] + Self.arguments(key)
            )
        }
    }

    private static let condition =
        "digest = ? AND runtime = ? AND processors = ? AND configured_threads = ? AND method = ?"

    private static func arguments(_ key: ProfileKey) -> StatementArguments {
        [Data(key.digest), key.runtime, key.processors, key.threads, key.method]
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
