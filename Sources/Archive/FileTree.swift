/// The files and folders under a root, in the order of their names' bytes.
///
/// Links are followed, and what they lead to is taken as though it stood in their place.
public struct FileTree: Sendable {
    /// A file or a folder.
    public struct Entry: Sendable, Hashable {
        /// What it is.
        public enum Kind: Sendable, Hashable {
            case file
            case folder
        }

        /// Relative to the root, parts divided by `/`, UTF-8 without control characters or backslashes.
        public let path: String
        /// What it is.
        public let kind: Kind
        /// Whether a file's owner may execute it; false for a folder.
        public let isExecutable: Bool
        /// A file's size in bytes; 0 for a folder.
        public let byteCount: Int

        /// The path, with a slash at its end for a folder.
        var name: String { kind == .folder ? path + "/" : path }
    }

    /// How much a tree may hold.
    public struct Limits: Sendable {
        /// Files and folders.
        public var entries = 200_000
        /// Bytes of all files.
        public var bytes = 64 << 30
        /// Folders within one another.
        public var depth = 64
        /// Bytes of a path.
        public var path = 1024

        /// Makes limits that no component comes near.
        public init() {}
    }

    /// The root folder.
    public let root: String
    /// What lies under it.
    public let entries: [Entry]
    /// What may go wrong on another machine, a sentence each: names that differ by case alone.
    public let warnings: [String]

    /// Reads what lies under a folder.
    ///
    /// - Parameters:
    ///   - root: The folder.
    ///   - patterns: What is left out; it is not looked at.
    ///   - limits: How much may be there.
    /// - Returns: the tree.
    /// - Throws: what cannot be in an archive, with its path: a link that leaves the root, leads nowhere or into
    ///   itself, a device, a socket, a pipe, what cannot be read, a name that is not portable, or too much of all.
    public static func read(
        root: String,
        excluding patterns: [ExcludePattern] = [],
        limits: Limits = Limits()
    ) throws(ArchiveError) -> FileTree {
        var walk = try TreeWalk(root: root, patterns: patterns, limits: limits)
        try walk.run()
        let entries = walk.entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return FileTree(root: root, entries: entries, warnings: warnings(entries))
    }

    /// A tree of one file of a folder.
    ///
    /// - Parameters:
    ///   - path: Relative to the folder.
    ///   - root: The folder.
    /// - Returns: the tree.
    /// - Throws: why it cannot be taken, as in `read`.
    public static func file(_ path: String, root: String) throws(ArchiveError) -> FileTree {
        var walk = try TreeWalk(root: root, patterns: [], limits: Limits())
        try walk.take(path, depth: 0)
        guard walk.entries.count == 1, walk.entries[0].kind == .file else {
            throw ArchiveError("\(root)/\(path) is a folder; a file was expected")
        }
        return FileTree(root: root, entries: walk.entries, warnings: [])
    }

    /// Bytes of all files.
    public var byteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }

    private static func warnings(_ entries: [Entry]) -> [String] {
        var seen: [String: String] = [:]
        var warnings: [String] = []
        for entry in entries {
            if let other = seen.updateValue(entry.path, forKey: entry.path.lowercased()) {
                warnings.append("\(other) and \(entry.path) are one name where case does not count; rename one of them")
            }
        }
        return warnings
    }
}
