/// Why the data directory or the state database cannot be used, and how to mend it.
public struct StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, for code that decides.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No space or quota is left.
        case diskFull = "disk_full"
        /// The file system, the file or the connection takes no writes.
        case readOnly = "read_only"
        /// The user of this process may not do it.
        case permission
        /// Something that is not a directory is in the way.
        case notADirectory = "not_a_directory"
        /// Another process works in the directory.
        case inUse = "in_use"
        /// The database is damaged.
        case corrupt
        /// The database was written by a later Marram.
        case newer
        /// The disk or the database failed in another way.
        case failed
    }

    /// What is wrong, for code that decides.
    public let code: Code
    /// What was found, where, and how to mend it.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
