import FoundationEssentials
import GRDB

/// The tables of model updates, read and written within a transaction of the caller's.
enum UpdateTables {
    static let schema = """
        CREATE TABLE model (
            name TEXT PRIMARY KEY,
            floor INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            configured BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE resident (
            model TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('active', 'previous')),
            bundle BLOB NOT NULL,
            version TEXT NOT NULL,
            security_version INTEGER NOT NULL,
            signed INTEGER NOT NULL,
            source TEXT,
            since INTEGER NOT NULL,
            PRIMARY KEY (model, role)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE candidate (
            model TEXT PRIMARY KEY,
            job TEXT NOT NULL,
            phase TEXT NOT NULL,
            starts INTEGER NOT NULL,
            remaining_ms INTEGER,
            bundle BLOB,
            version TEXT,
            command TEXT NOT NULL,
            target TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rejected (
            model TEXT NOT NULL,
            place INTEGER NOT NULL,
            bundle BLOB NOT NULL,
            code TEXT NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (model, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE job (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            model TEXT NOT NULL,
            id TEXT NOT NULL,
            version TEXT,
            status TEXT NOT NULL,
            phase TEXT NOT NULL,
            code TEXT,
            reason TEXT,
            details TEXT NOT NULL,
            seq INTEGER NOT NULL,
            time INTEGER NOT NULL,
            UNIQUE (model, id)
        ) STRICT;
        CREATE TABLE history (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            model TEXT NOT NULL,
            what TEXT NOT NULL,
            version TEXT,
            bundle BLOB,
            code TEXT,
            reason TEXT,
            job TEXT,
            event TEXT NOT NULL,
            told INTEGER NOT NULL
        ) STRICT;
        """

    // MARK: models

    static func models(_ database: Database) throws -> [ModelRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM model ORDER BY name").map { row in
            let name: String = row["name"]
            return ModelRow(
                name: name,
                active: try resident(name, "active", database),
                previous: try resident(name, "previous", database),
                floor: row["floor"],
                generation: row["generation"],
                configured: (row["configured"] as Data?).map(Array.init),
                rejected: try rejected(name, database),
                candidate: try candidate(name, database)
            )
        }
    }

    private static func resident(_ model: String, _ role: String, _ database: Database) throws -> ResidentRow? {
        try Row.fetchOne(
            database,
            sql: "SELECT * FROM resident WHERE model = ? AND role = ?",
            arguments: [model, role]
        ).map { row in
            ResidentRow(
                bundle: Array(row["bundle"] as Data),
                version: row["version"],
                securityVersion: row["security_version"],
                isSigned: row["signed"],
                source: row["source"],
                since: row["since"]
            )
        }
    }

    private static func rejected(_ model: String, _ database: Database) throws -> [RejectedRow] {
        try Row.fetchAll(
            database,
            sql: "SELECT bundle, code, time FROM rejected WHERE model = ? ORDER BY place",
            arguments: [model]
        ).map { row in
            RejectedRow(bundle: Array(row["bundle"] as Data), code: row["code"], time: row["time"])
        }
    }

    private static func candidate(_ model: String, _ database: Database) throws -> CandidateRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM candidate WHERE model = ?", arguments: [model]).map { row in
            CandidateRow(
                job: row["job"],
                phase: row["phase"],
                starts: row["starts"],
                remainingMilliseconds: row["remaining_ms"],
                bundle: (row["bundle"] as Data?).map(Array.init),
                version: row["version"],
                command: row["command"],
                target: row["target"]
            )
        }
    }

    static func save(_ model: ModelRow, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO model (name, floor, generation, configured) VALUES (?, ?, ?, ?)",
            arguments: [model.name, model.floor, model.generation, model.configured.map { Data($0) }]
        )
        for table in ["resident", "candidate", "rejected"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE model = ?", arguments: [model.name])
        }
        try save(model.active, "active", of: model.name, database)
        try save(model.previous, "previous", of: model.name, database)
        for (place, row) in model.rejected.enumerated() {
            try database.execute(
                sql: "INSERT INTO rejected (model, place, bundle, code, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [model.name, place, Data(row.bundle), row.code, row.time]
            )
        }
        if let candidate = model.candidate { try save(candidate, of: model.name, database) }
    }

    private static func save(_ row: ResidentRow?, _ role: String, of model: String, _ database: Database) throws {
        guard let row else { return }
        try database.execute(
            sql: """
                INSERT INTO resident (model, role, bundle, version, security_version, signed, source, since)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                model, role, Data(row.bundle), row.version, row.securityVersion, row.isSigned, row.source, row.since,
            ]
        )
    }

    private static func save(_ row: CandidateRow, of model: String, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO candidate (model, job, phase, starts, remaining_ms, bundle, version, command, target)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                model, row.job, row.phase, row.starts, row.remainingMilliseconds, row.bundle.map { Data($0) },
                row.version, row.command, row.target,
            ]
        )
    }
}
