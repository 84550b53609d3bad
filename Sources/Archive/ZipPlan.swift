/// What a directory says, checked as a whole before anything is unpacked.
struct ZipPlan {
    private let directory: ZipDirectory
    private let path: String
    private let archiveSize: Int
    private let limits: ZipReader.Limits

    init(_ directory: ZipDirectory, path: String, archiveSize: Int, limits: ZipReader.Limits) {
        self.directory = directory
        self.path = path
        self.archiveSize = archiveSize
        self.limits = limits
    }

    /// Checks names, sizes and places.
    ///
    /// - Throws: what is wrong.
    func check() throws(ArchiveError) {
        try checkNames()
        try checkSizes()
        try checkPlaces()
    }

    /// No name twice, and nothing below what is a file or a link.
    private func checkNames() throws(ArchiveError) {
        var folders: Set<[UInt8]> = []
        var others: Set<[UInt8]> = []
        for entry in directory.entries {
            let name = Array(entry.path.utf8)
            if case .folder = entry.kind {
                guard folders.insert(name).inserted else { throw twice(entry.path) }
            } else {
                guard others.insert(name).inserted else { throw twice(entry.path) }
            }
        }
        for entry in directory.entries {
            var name = Array(entry.path.utf8)
            if case .folder = entry.kind, others.contains(name) { throw twice(entry.path) }
            while let slash = name.lastIndex(of: UInt8(ascii: "/")) {
                name.removeSubrange(slash...)
                guard !others.contains(name) else {
                    throw ArchiveError("\(path): \(entry.path) lies below what is a file or a link")
                }
            }
        }
    }

    private func twice(_ name: String) -> ArchiveError { ArchiveError("\(path) holds \(name) twice") }

    private func checkSizes() throws(ArchiveError) {
        var total = 0
        for entry in directory.entries {
            let (sum, overflow) = total.addingReportingOverflow(entry.byteCount)
            guard !overflow, sum <= limits.bytes else {
                throw ArchiveError("\(path) would unpack to more than \(limits.bytes) bytes")
            }
            total = sum
        }
        guard total <= 64 << 20 || total / limits.ratio <= archiveSize else {
            throw ArchiveError("\(path) would unpack to more than \(limits.ratio) times its size")
        }
    }

    /// Entries share no bytes: a small file could become many large ones.
    private func checkPlaces() throws(ArchiveError) {
        var end = 0
        for entry in directory.entries.sorted(by: { $0.offset < $1.offset }) {
            let (length, overflow) = entry.packedCount.addingReportingOverflow(30 + entry.name.count)
            guard !overflow, entry.offset >= end, entry.offset <= directory.start,
                length <= directory.start - entry.offset
            else { throw ArchiveError("\(path) is damaged: \(entry.path) lies over another entry or the directory") }
            end = entry.offset + length
        }
    }
}
