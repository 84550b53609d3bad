import Foundation
import GRDB

/// Loads of models that serve: what ends the process each time must not do so for ever.
extension StateDatabase {
    /// Notes that the bundle is going to be loaded; returns how many loads before this one never ended.
    ///
    /// - Parameters:
    ///   - bundle: what names it, 32 bytes.
    ///   - model: the model's name.
    /// - Returns: The number; 0 after `endLoad`.
    /// - Throws: what the disk says.
    public func beginLoad(of bundle: [UInt8], model: String) throws(StorageError) -> Int {
        try write { database in
            let starts =
                try Int.fetchOne(
                    database,
                    sql: "SELECT starts FROM model_load WHERE model = ? AND bundle = ?",
                    arguments: [model, Data(bundle)]
                ) ?? 0
            try database.execute(
                sql: "INSERT OR REPLACE INTO model_load (model, bundle, starts) VALUES (?, ?, ?)",
                arguments: [model, Data(bundle), starts + 1]
            )
            return starts
        }
    }

    /// Notes that loads of the model have ended, in whatever way.
    public func endLoad(of model: String) throws(StorageError) {
        try write { database in
            try database.execute(sql: "DELETE FROM model_load WHERE model = ?", arguments: [model])
        }
    }
}
