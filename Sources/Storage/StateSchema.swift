import GRDB

/// The tables of the state database, as steps that are each taken once.
enum StateSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("session, poison notes, lanes") { database in
            try database.execute(
                sql: """
                    CREATE TABLE session (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        number INTEGER NOT NULL,
                        running INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO session (id, number, running) VALUES (1, 0, 0);

                    CREATE TABLE poison_note (
                        digest BLOB PRIMARY KEY,
                        noted INTEGER NOT NULL,
                        in_flight INTEGER NOT NULL,
                        alone INTEGER NOT NULL,
                        suspected INTEGER NOT NULL,
                        exits INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX poison_note_age ON poison_note (noted);

                    CREATE TABLE lane (model TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("profiles of models") { database in
            try database.execute(
                sql: """
                    CREATE TABLE profile (
                        digest BLOB NOT NULL,
                        runtime TEXT NOT NULL,
                        processors INTEGER NOT NULL,
                        configured_threads INTEGER NOT NULL,
                        method INTEGER NOT NULL,
                        noted INTEGER NOT NULL,
                        begun INTEGER NOT NULL,
                        fixed_ns INTEGER,
                        row_ns INTEGER,
                        batch_limit INTEGER,
                        threads INTEGER,
                        independent INTEGER,
                        PRIMARY KEY (digest, runtime, processors, configured_threads, method)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("windows of bindings") { database in
            try database.execute(
                sql: """
                    CREATE TABLE binding_form (
                        binding TEXT PRIMARY KEY,
                        form BLOB NOT NULL,
                        suspected INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE window_state (
                        binding TEXT NOT NULL,
                        key BLOB NOT NULL,
                        saved INTEGER NOT NULL,
                        state BLOB NOT NULL,
                        PRIMARY KEY (binding, key)
                    ) STRICT;
                    CREATE INDEX window_state_age ON window_state (binding, saved);
                    """
            )
        }
        migrator.registerMigration("updates of models") { database in
            try database.execute(sql: UpdateTables.schema)
        }
        migrator.registerMigration("loads of models") { database in
            try database.execute(
                sql: """
                    CREATE TABLE model_load (
                        model TEXT NOT NULL,
                        bundle BLOB NOT NULL,
                        starts INTEGER NOT NULL,
                        PRIMARY KEY (model, bundle)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("drift") { database in
            try database.execute(
                sql: "CREATE TABLE drift_state (name TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT, WITHOUT ROWID;"
            )
        }
        return migrator
    }
}
