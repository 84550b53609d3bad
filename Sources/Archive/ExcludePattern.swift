/// What is left out of a file tree: a pattern that begins at the tree's root.
///
/// `*` and `?` stand for characters but `/`, a leading dot included, `[a-z]` and `[!a-z]` for one character; `**` as a
/// whole part stands for any number of folders. What lies in a folder that is left out is left out too.
public struct ExcludePattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was written.
    public let description: String
    let parts: [Part]

    /// One part between two slashes.
    enum Part: Sendable, Hashable {
        case anyDepth
        case name([NamePattern])
    }

    /// Reads a pattern.
    ///
    /// - Throws: what is wrong with it.
    public init(_ text: String) throws(ArchiveError) {
        let problem = "the exclude pattern \"\(text)\""
        guard text.utf8.count <= 1024 else { throw ArchiveError("\(problem) is longer than 1024 bytes") }
        let written = text.hasSuffix("/") ? text.dropLast() : text[...]
        var parts: [Part] = []
        for part in written.split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case "": throw ArchiveError("\(problem) has an empty part; begin at the root, without a leading slash")
            case ".", "..": throw ArchiveError("\(problem) has the part \"\(part)\"; name what lies under the root")
            case "**": if parts.last != .anyDepth { parts.append(.anyDepth) }
            default: parts.append(.name(try NamePattern.read(part, of: problem)))
            }
        }
        description = text
        self.parts = parts
    }

    /// The pattern of exactly this path, whatever characters are in it.
    public init(literally path: String) {
        description = path
        parts = path.split(separator: "/").map { .name($0.unicodeScalars.map { .character($0) }) }
    }

    /// True when a path is left out by this pattern itself.
    ///
    /// - Parameters:
    ///   - path: Relative to the root, without a slash at its end.
    ///   - isFolder: Whether a folder is there: `x/**` is the folder `x` as well.
    /// - Returns: whether it is.
    public func matches(_ path: String, isFolder: Bool) -> Bool {
        var positions = closure([0])
        var isBelowEnd = false
        for name in path.split(separator: "/") {
            let characters = Array(name.unicodeScalars)
            var next: Set<Int> = []
            isBelowEnd = parts.last == .anyDepth && positions.contains(parts.count - 1)
            for position in positions where position < parts.count {
                switch parts[position] {
                case .anyDepth: next.insert(position)
                case .name(let pattern):
                    if NamePattern.match(pattern, characters) { next.insert(position + 1) }
                }
            }
            positions = closure(next)
        }
        return positions.contains(parts.count) && (isFolder || parts.last != .anyDepth || isBelowEnd)
    }

    /// Adds the positions that are reached where `**` stands for no folder.
    private func closure(_ positions: Set<Int>) -> Set<Int> {
        var all = positions
        for position in positions.sorted() {
            var position = position
            while position < parts.count, parts[position] == .anyDepth {
                position += 1
                all.insert(position)
            }
        }
        return all
    }
}
