import Glibc

/// A bundle as one file: ustar, with `manifest.json` first, `manifest.sig` next, and the files in the manifest's order.
public enum TarArchive {
    /// The longest name in an archive, in bytes: ustar has no more room for a name without a folder.
    public static let longestName = 100
    private static let pieceSize = 1 << 20

    /// Writes the bundle of a folder to an archive, replacing one that is there.
    ///
    /// Files that the manifest does not name are left out. Equal bundles make equal archives.
    ///
    /// - Throws: What is missing or named too long, or why it cannot be written; nothing is left behind then.
    public static func write(_ folder: BundleFolder, to path: String) throws(UpdateError) {
        if let long = folder.manifest.files.first(where: { $0.path.utf8.count > longestName }) {
            throw UpdateError(
                .badPath,
                "'\(long.path)' is too long for an archive, which takes \(longestName) characters; rename it"
            )
        }
        let temporary = "\(path).\(getpid()).part"
        do throws(UpdateError) {
            let archive = try NewFile(temporary)
            try append(BundlePath.manifest, folder.manifestBytes, to: archive)
            if let signature = folder.signatureBytes { try append(BundlePath.signature, signature, to: archive) }
            for file in folder.manifest.files { try append(file, of: folder, to: archive) }
            try archive.write([UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
            try archive.flush()
            // Both are copied to C strings for the call.
            guard unsafe rename(temporary, path) == 0 else { throw FileFailure.writing(path, errno) }
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
    }

    private static func append(
        _ name: String,
        _ bytes: [UInt8],
        to archive: borrowing NewFile
    ) throws(UpdateError) {
        let header = TarHeader(name: name, size: Int64(bytes.count))
        try archive.write(header.block() + bytes + padding(header))
    }

    private static func append(
        _ file: Manifest.File,
        of folder: BundleFolder,
        to archive: borrowing NewFile
    ) throws(UpdateError) {
        let opened = try BundleFile("\(folder.path)/\(file.path)")
        guard opened.size == file.size else {
            throw UpdateError(
                .digestMismatch,
                "\(opened.path) has \(opened.size) bytes, the manifest says \(file.size); make the bundle again"
            )
        }
        let header = TarHeader(name: file.path, size: file.size)
        try archive.write(header.block())
        var offset: Int64 = 0
        while offset < file.size {
            let bytes = try opened.read(Int(min(Int64(pieceSize), file.size - offset)), at: offset)
            guard !bytes.isEmpty else { throw UpdateError(.digestMismatch, "\(opened.path) shrinks while it is read") }
            try archive.write(bytes)
            offset += Int64(bytes.count)
        }
        try archive.write(padding(header))
    }

    private static func padding(_ header: TarHeader) -> [UInt8] {
        [UInt8](repeating: 0, count: Int(header.paddedSize - header.size))
    }

    /// An entry of an archive.
    public struct Entry: Sendable, Equatable {
        /// Its name.
        public let path: String
        /// Where its contents begin.
        public let offset: Int64
        /// Bytes of its contents.
        public let size: Int64

        /// Makes one from its parts.
        public init(path: String, offset: Int64, size: Int64) {
            self.path = path
            self.offset = offset
            self.size = size
        }
    }

    /// The files of an archive, in their order: at most 300, each name once.
    ///
    /// - Throws: `badManifest` for what is no archive, `badPath` for what bundles do not hold.
    public static func entries(of path: String) throws(UpdateError) -> [Entry] {
        try entries(of: BundleFile(path, followsLinks: true))
    }

    private static func entries(of file: borrowing BundleFile) throws(UpdateError) -> [Entry] {
        var entries: [Entry] = []
        var offset: Int64 = 0
        while true {
            let block = try file.read(TarHeader.blockSize, at: offset)
            if TarHeader.isEnd(block) { return entries }
            let header = try TarHeader(block: block)
            offset += Int64(TarHeader.blockSize)
            guard header.paddedSize <= file.size - offset else {
                throw TarHeader.error("'\(header.name)' ends after the archive; was it cut off?")
            }
            if header.kind == .file {
                guard !entries.contains(where: { $0.path.lowercased() == header.name.lowercased() }) else {
                    throw UpdateError(.badPath, "the archive holds '\(header.name)' twice; make it again")
                }
                guard entries.count < 300 else { throw TarHeader.error("it holds more than 300 files") }
                entries.append(Entry(path: header.name, offset: offset, size: header.size))
            }
            offset += header.paddedSize
        }
    }

    /// Writes the files of an archive into a folder that is there and has none of them.
    ///
    /// - Parameters:
    ///   - path: The archive.
    ///   - folder: Where they go.
    ///   - limit: The most bytes of all files together.
    /// - Throws: `tooLarge`, what is wrong with the archive, or why it cannot be written.
    public static func unpack(_ path: String, to folder: String, limit: Int64 = .max) throws(UpdateError) {
        let file = try BundleFile(path, followsLinks: true)
        let entries = try entries(of: file)
        // Each is no larger than the archive, of which there are at most 300.
        guard entries.reduce(0, { $0 + $1.size }) <= limit else {
            throw UpdateError(.tooLarge, "\(path) holds more than \(limit) bytes")
        }
        for entry in entries {
            let target = try NewFile("\(folder)/\(entry.path)")
            var done: Int64 = 0
            while done < entry.size {
                let count = Int(min(Int64(pieceSize), entry.size - done))
                let bytes = try file.read(count, at: entry.offset + done)
                guard !bytes.isEmpty else { throw TarHeader.error("it shrinks while it is read") }
                try target.write(bytes)
                done += Int64(bytes.count)
            }
            try target.flush()
        }
    }
}
