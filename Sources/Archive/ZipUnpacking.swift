import Glibc

/// Makes files of a zip file's entries.
struct ZipUnpacking: ~Copyable {
    private static let piece = 64 << 10
    /// Bytes that a link's target may have.
    private static let targetLimit = 1024

    private let archive: OpenFile
    private let directory: ZipDirectory
    private let folder: String
    private var made: Set<String> = []

    init(_ archive: consuming OpenFile, _ directory: ZipDirectory, into folder: String) {
        self.archive = archive
        self.directory = directory
        self.folder = folder
    }

    /// Unpacks all; links come last, so that nothing is written through one.
    consuming func run() throws(ArchiveError) {
        try makeFolder("")
        var links: [ZipDirectory.Entry] = []
        for entry in directory.entries {
            switch entry.kind {
            case .folder: try makeFolder(entry.path)
            case .link: links.append(entry)
            case .file(let isExecutable): try makeFile(entry, isExecutable: isExecutable)
            }
        }
        for entry in links { try makeLink(entry) }
    }

    private mutating func makeFolder(_ path: String) throws(ArchiveError) {
        guard made.insert(path).inserted else { return }
        if !path.isEmpty { try makeFolder(Self.parent(path)) }
        let full = path.isEmpty ? folder : "\(folder)/\(path)"
        guard unsafe mkdir(full, 0o755) == 0, unsafe chmod(full, 0o755) == 0 else {
            throw ArchiveError.writing(full, errno)
        }
    }

    private mutating func makeFile(_ entry: ZipDirectory.Entry, isExecutable: Bool) throws(ArchiveError) {
        try makeFolder(Self.parent(entry.path))
        let file = try OpenFile(writing: "\(folder)/\(entry.path)")
        try file.setMode(isExecutable ? 0o755 : 0o644)
        try content(entry) { bytes throws(ArchiveError) in try file.write(bytes) }
    }

    private mutating func makeLink(_ entry: ZipDirectory.Entry) throws(ArchiveError) {
        guard entry.byteCount <= Self.targetLimit else {
            throw ArchiveError("\(archive.path): the link \(entry.path) has a target that is too long")
        }
        var bytes: [UInt8] = []
        try content(entry) { piece throws(ArchiveError) in bytes += piece }
        let target = String(validating: bytes, as: UTF8.self) ?? ""
        let parent = Self.parent(entry.path)
        guard Self.staysInside(target, depth: parent.isEmpty ? 0 : parent.split(separator: "/").count) else {
            throw ArchiveError("\(archive.path): the link \(entry.path) leads out of the folder it is unpacked to")
        }
        try makeFolder(parent)
        let full = "\(folder)/\(entry.path)"
        guard unsafe symlink(target, full) == 0 else { throw ArchiveError.writing(full, errno) }
    }

    /// True where a target climbs no higher than it lies deep, and only at its beginning: there lie no links.
    private static func staysInside(_ target: String, depth: Int) -> Bool {
        guard !target.isEmpty, !target.hasPrefix("/"), !target.utf8.contains(0) else { return false }
        let parts = target.split(separator: "/")
        let climbs = parts.prefix { $0 == ".." }.count
        return climbs <= depth && !parts.dropFirst(climbs).contains("..")
    }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// Hands an entry's bytes over, and checks their number and checksum.
    private func content(
        _ entry: ZipDirectory.Entry,
        _ body: ([UInt8]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var offset = try start(entry)
        let end = offset + entry.packedCount
        guard end <= directory.start else { throw damaged(entry, "it reaches into the directory") }
        var check = ContentCheck(entry, archive: archive.path)
        var inflater = try Inflater()
        while offset < end {
            let piece = try archive.read(min(Self.piece, end - offset), at: offset)
            guard !piece.isEmpty else { throw damaged(entry, "it is cut off") }
            offset += piece.count
            guard entry.method == .deflated else {
                try check.add(piece)
                try body(piece)
                continue
            }
            let isWhole = try inflater.inflate(piece) { bytes throws(ArchiveError) in
                try check.add(bytes)
                try body(bytes)
            }
            guard isWhole else { throw damaged(entry, "its compressed bytes are broken") }
        }
        guard entry.method == .stored || inflater.isAtEnd else {
            throw damaged(entry, "its compressed bytes are cut off")
        }
        try check.finish()
    }

    /// Where an entry's bytes begin, after a local header that says the same as the directory.
    private func start(_ entry: ZipDirectory.Entry) throws(ArchiveError) -> Int {
        var head = try archive.read(30, at: entry.offset)[...]
        guard head.take(UInt32.self) == ZipRecord.Signature.local, head.take(count: 4) != nil,
            let method = head.take(UInt16.self), head.take(count: 16) != nil,
            let nameCount = head.take(UInt16.self), let extraCount = head.take(UInt16.self)
        else { throw damaged(entry, "its header is missing") }
        guard method == entry.method.rawValue, Int(nameCount) == entry.name.count,
            try archive.read(entry.name.count, at: entry.offset + 30) == entry.name
        else { throw damaged(entry, "its header and the directory differ") }
        return entry.offset + 30 + Int(nameCount) + Int(extraCount)
    }

    private func damaged(_ entry: ZipDirectory.Entry, _ what: String) -> ArchiveError {
        ArchiveError("\(archive.path) is damaged at \(entry.path): \(what)")
    }
}

/// Checks that an entry's bytes are what the directory says.
private struct ContentCheck {
    private let entry: ZipDirectory.Entry
    private let archive: String
    private var checksum: UInt32 = 0
    private var count = 0

    init(_ entry: ZipDirectory.Entry, archive: String) {
        self.entry = entry
        self.archive = archive
    }

    mutating func add(_ bytes: [UInt8]) throws(ArchiveError) {
        count += bytes.count
        guard count <= entry.byteCount else { throw damaged("it is larger than it says") }
        checksum = Zlib.checksum(checksum, adding: bytes)
    }

    func finish() throws(ArchiveError) {
        guard count == entry.byteCount else { throw damaged("it has \(count) bytes, and says \(entry.byteCount)") }
        guard checksum == entry.checksum else { throw damaged("its bytes do not have its CRC-32") }
    }

    private func damaged(_ what: String) -> ArchiveError {
        ArchiveError("\(archive) is damaged at \(entry.path): \(what)")
    }
}
