import Glibc

/// How much a disk has free.
public struct DiskSpace: Sendable {
    private let question: @Sendable (String) throws(UpdateError) -> Int64

    /// Answers with what `question` says of a folder, in bytes.
    public init(_ question: @escaping @Sendable (String) throws(UpdateError) -> Int64) { self.question = question }

    /// What the system says this user may still write.
    public static let system = DiskSpace { path throws(UpdateError) in
        var found = statvfs()
        guard unsafe statvfs(path, &found) == 0 else { throw UpdateError(errno: errno, "look at the disk of", path) }
        let (bytes, isOver) = Int64(clamping: found.f_bavail).multipliedReportingOverflow(by: Int64(found.f_frsize))
        return isOver ? .max : bytes
    }

    /// Bytes that may still be written to the disk with the folder `path`.
    public func free(at path: String) throws(UpdateError) -> Int64 { try question(path) }
}
