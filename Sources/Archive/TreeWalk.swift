import Glibc

/// Collects what lies under a root.
struct TreeWalk {
    private(set) var entries: [FileTree.Entry] = []
    private let root: String
    /// Where the root is once all links are followed.
    private let place: String
    private let patterns: [ExcludePattern]
    private let limits: FileTree.Limits
    private var bytes = 0
    /// The folders that lie around what is looked at: a link back to one of them would never end.
    private var around: [FolderIdentity] = []

    private struct FolderIdentity: Equatable {
        let device: UInt
        let number: UInt

        init(_ status: stat) {
            device = status.st_dev
            number = status.st_ino
        }
    }

    init(root: String, patterns: [ExcludePattern], limits: FileTree.Limits) throws(ArchiveError) {
        guard let place = unsafe realpath(root, nil) else { throw ArchiveError.reading(root, errno) }
        defer { unsafe free(place) }
        self.root = root
        self.place = unsafe String(cString: place)
        self.patterns = patterns
        self.limits = limits
    }

    /// Takes everything under the root.
    mutating func run() throws(ArchiveError) {
        var status = stat()
        guard unsafe stat(root, &status) == 0 else { throw ArchiveError.reading(root, errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw ArchiveError("\(root) is not a folder") }
        try enter("", status, depth: 0)
    }

    /// Takes what is at a path, and what lies in it.
    mutating func take(_ path: String, depth: Int) throws(ArchiveError) {
        let full = "\(root)/\(path)"
        var status = stat()
        guard unsafe lstat(full, &status) == 0 else { throw ArchiveError.reading(full, errno) }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if !isLink || patterns.contains(where: { $0.matches(path, isFolder: false) }) {
            guard !isExcluded(path, status) else { return }
        }
        if isLink {
            status = try target(full)
            guard !isExcluded(path, status) else { return }
        }
        try check(path)
        switch status.st_mode & S_IFMT {
        case S_IFREG: try add(path, file: status)
        case S_IFDIR:
            try count(FileTree.Entry(path: path, kind: .folder, isExecutable: false, byteCount: 0))
            try enter(path, status, depth: depth + 1)
        default:
            throw ArchiveError(
                "\(full) is no file and no folder, but a device, a socket or a pipe; remove or exclude it"
            )
        }
    }

    private func isExcluded(_ path: String, _ status: stat) -> Bool {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        return patterns.contains { $0.matches(path, isFolder: isFolder) }
    }

    private mutating func enter(_ path: String, _ status: stat, depth: Int) throws(ArchiveError) {
        let full = path.isEmpty ? root : "\(root)/\(path)"
        guard depth <= limits.depth else {
            throw ArchiveError("\(full) lies deeper than \(limits.depth) folders; exclude it")
        }
        let identity = FolderIdentity(status)
        guard !around.contains(identity) else {
            throw ArchiveError("\(full) is a link to a folder that it lies in; remove or exclude it")
        }
        around.append(identity)
        defer { around.removeLast() }
        for name in try FolderListing.names(full, limit: limits.entries) {
            try take(path.isEmpty ? name : "\(path)/\(name)", depth: depth)
        }
    }

    private mutating func add(_ path: String, file status: stat) throws(ArchiveError) {
        let full = "\(root)/\(path)"
        guard unsafe access(full, R_OK) == 0 else { throw ArchiveError.reading(full, errno) }
        let (sum, overflow) = bytes.addingReportingOverflow(Int(status.st_size))
        guard !overflow, sum <= limits.bytes else {
            throw ArchiveError("\(root) holds more than \(limits.bytes) bytes; exclude what is not needed")
        }
        bytes = sum
        try count(
            FileTree.Entry(
                path: path,
                kind: .file,
                isExecutable: status.st_mode & S_IXUSR != 0,
                byteCount: Int(status.st_size)
            )
        )
    }

    private mutating func count(_ entry: FileTree.Entry) throws(ArchiveError) {
        guard entries.count < limits.entries else {
            throw ArchiveError(
                "\(root) holds more than \(limits.entries) files and folders; exclude what is not needed"
            )
        }
        entries.append(entry)
    }

    /// What a link leads to, which lies under the root.
    private func target(_ full: String) throws(ArchiveError) -> stat {
        guard let end = unsafe realpath(full, nil) else {
            switch errno {
            case ENOENT, ENOTDIR: throw ArchiveError("the link \(full) leads nowhere; remove or exclude it")
            case ELOOP: throw ArchiveError("the link \(full) leads to itself; remove or exclude it")
            default: throw ArchiveError.reading(full, errno)
            }
        }
        defer { unsafe free(end) }
        let path = unsafe String(cString: end)
        let folder = place == "/" ? "/" : place + "/"
        guard path == place || path.utf8.starts(with: folder.utf8) else {
            throw ArchiveError(
                "the link \(full) leads out of \(root); copy what is needed into it, or exclude the link"
            )
        }
        var status = stat()
        guard unsafe stat(full, &status) == 0 else { throw ArchiveError.reading(full, errno) }
        return status
    }

    private func check(_ path: String) throws(ArchiveError) {
        guard path.utf8.count <= limits.path else {
            throw ArchiveError("the path \(path) under \(root) is longer than \(limits.path) bytes")
        }
        let name = path.split(separator: "/").last ?? ""
        guard !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            throw ArchiveError(
                "the name \(name.debugDescription) under \(root) holds a control character or a backslash; rename it"
            )
        }
    }
}
