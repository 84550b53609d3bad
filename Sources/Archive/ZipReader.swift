import Glibc

/// Unpacks zip files, without trust in what they say.
public struct ZipReader: Sendable {
    /// What an archive may hold.
    public struct Limits: Sendable {
        /// Files, folders and links.
        public var entries = 100_000
        /// Bytes of all files when unpacked.
        public var bytes = 16 << 30
        /// How many times larger than the archive its files may be, once they have more than 64 MiB together.
        public var ratio = 250

        /// Makes limits that no component comes near.
        public init() {}
    }

    /// The archive.
    public let path: String

    /// Names an archive; it is read by `unpack`.
    public init(_ path: String) { self.path = path }

    /// Unpacks everything into a folder, which appears once all is there.
    ///
    /// Files get the mode 0644, or 0755 where they are executable.
    ///
    /// - Parameters:
    ///   - folder: A folder that does not exist or is empty, in one that does exist.
    ///   - limits: How much there may be.
    /// - Throws: what is wrong with the archive, or cannot be written; then nothing is left.
    public func unpack(to folder: String, limits: Limits = Limits()) throws(ArchiveError) {
        let file = try OpenFile(reading: path)
        let directory = try ZipDirectory(file, limits: limits)
        try ZipPlan(directory, path: path, archiveSize: try file.size(), limits: limits).check()
        let draft = "\(folder).part"
        try FolderRemoval.remove(draft)
        do throws(ArchiveError) {
            try ZipUnpacking(file, directory, into: draft).run()
            guard unsafe rename(draft, folder) == 0 else { throw ArchiveError.writing(folder, errno) }
        } catch {
            try FolderRemoval.remove(draft)
            throw error
        }
    }
}
