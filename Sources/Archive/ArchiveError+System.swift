import Glibc

extension ArchiveError {
    /// What the system says where a file cannot be read.
    static func reading(_ path: String, _ error: Int32) -> ArchiveError {
        ArchiveError("\(path) cannot be read: \(unsafe String(cString: strerror(error)))")
    }

    /// What the system says where a file cannot be written.
    static func writing(_ path: String, _ error: Int32) -> ArchiveError {
        ArchiveError("\(path) cannot be written: \(unsafe String(cString: strerror(error)))")
    }
}
