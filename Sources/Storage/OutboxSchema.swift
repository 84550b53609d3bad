import GRDB

/// The tables of the outbox, as steps that are each taken once.
enum OutboxSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("messages") { database in
            try database.execute(
                sql: """
                    CREATE TABLE message (
                        sequence INTEGER PRIMARY KEY,
                        time INTEGER NOT NULL,
                        kind INTEGER NOT NULL,
                        size INTEGER NOT NULL,
                        topic TEXT NOT NULL,
                        document BLOB NOT NULL
                    ) STRICT;
                    """
            )
        }
        return migrator
    }
}
