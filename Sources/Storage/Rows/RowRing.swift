import Glibc

/// The rows of a binding on the disk: the newest, as many as there is room for.
///
/// Used by one thread at a time.
///
/// Blocks go to the end of the newest of some files, of which the oldest goes when there is no room. Nothing waits for the
/// disk: a power cut costs what the system has not written yet, some seconds, and nothing that is older.
public final class RowRing {
    private static let smallestSegment = 64 << 10
    private static let largestSegment = 4 << 20
    /// Most files: each start begins another one.
    private static let mostSegments = 20_000

    /// The folder.
    public let path: String
    private let folder: RowFolder
    private let form: RowForm
    private let limit: Int
    private let disk: RowDisk
    private var segments: [RowFolder.Segment]
    /// The newest file, while it is written.
    private var file: OpenSegment?
    private var beginsAnew = true

    /// Opens a folder, which is made where it is missing; files of another form are removed.
    ///
    /// - Parameters:
    ///   - folder: An absolute path.
    ///   - form: What rows are made of.
    ///   - limit: The most bytes of all files together: 1 MiB or more; a smaller number counts as that.
    ///   - disk: What takes the bytes.
    /// - Throws: what the disk says.
    public init(folder: String, form: RowForm, limit: Int, disk: RowDisk = .system) throws(StorageError) {
        try DataDirectory.create(folder)
        path = folder
        self.folder = RowFolder(path: folder)
        self.form = form
        self.limit = max(limit, 1 << 20)
        self.disk = disk
        segments = []
        for segment in try self.folder.segments() {
            if RowSegment.isOf(form, segment.path) { segments.append(segment) } else { try Self.remove(segment.path) }
        }
        try makeRoom(for: 0)
    }

    /// Bytes of all files together.
    public var byteCount: Int { segments.reduce(0) { $0 + $1.bytes } }

    /// Writes a block of the ring's form; a block without rows is none.
    ///
    /// - Throws: what the disk says; nothing is left of the block then, and the next one begins anew.
    public func write(_ block: RowBlock) throws(StorageError) {
        guard block.count > 0 else { return }
        var block = block
        block.beginsAnew = block.beginsAnew || beginsAnew
        let bytes = block.bytes()
        do throws(StorageError) {
            try makeRoom(for: bytes.count + RowSegment.headerBytes)
            try open(for: bytes.count)
            try append(bytes)
            beginsAnew = false
        } catch {
            beginsAnew = true
            file = nil
            dropEmpty()
            throw error
        }
    }

    /// Removes the folders in `root` that are not named; a root that is missing is left so.
    ///
    /// - Throws: what the disk says.
    public static func keep(_ names: Set<String>, in root: String) throws(StorageError) {
        for name in try RowFolder.names(root) where !names.contains(name) {
            try RowFolder(path: "\(root)/\(name)").remove()
        }
    }

    // MARK: files

    private var segmentLimit: Int { min(Self.largestSegment, max(Self.smallestSegment, limit / 16)) }

    private func makeRoom(for bytes: Int) throws(StorageError) {
        while byteCount + bytes > limit || segments.count >= Self.mostSegments, let oldest = segments.first {
            if segments.count == 1 { file = nil }
            try Self.remove(oldest.path)
            segments.removeFirst()
        }
    }

    /// Opens a file for so many bytes, where there is none with room for them.
    private func open(for bytes: Int) throws(StorageError) {
        if file != nil, let newest = segments.last, newest.bytes + bytes <= segmentLimit { return }
        let number = (segments.last?.number ?? 0) + 1
        let path = folder.path(of: number)
        file = try OpenSegment(path)
        segments.append(RowFolder.Segment(number: number, path: path, bytes: 0))
        try append(RowSegment.header(form))
    }

    /// A file without blocks is of no use; there would be one for each block that a full disk refuses.
    private func dropEmpty() {
        guard let newest = segments.last, newest.bytes <= RowSegment.headerBytes,
            unsafe unlink(newest.path) == 0
        else { return }
        segments.removeLast()
    }

    private func append(_ bytes: [UInt8]) throws(StorageError) {
        guard let file, let newest = segments.indices.last else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = disk.write(file.descriptor, rest)
            if count == -Int(EINTR) { continue }
            guard count > 0 else {
                let reason = count == 0 ? ENOSPC : Int32(-count)
                file.cut(to: segments[newest].bytes)
                throw StorageError(errno: reason, "write", segments[newest].path)
            }
            rest = rest.dropFirst(count)
        }
        segments[newest].bytes += bytes.count
    }

    private static func remove(_ path: String) throws(StorageError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw StorageError(errno: errno, "remove", path) }
    }
}

/// A file that rows are appended to, closed with its owner.
private final class OpenSegment {
    let descriptor: Int32

    init(_ path: String) throws(StorageError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw StorageError(errno: errno, "create", path) }
    }

    deinit { close(descriptor) }

    /// Takes half a block away again; where that fails, whoever reads drops it.
    func cut(to size: Int) { _ = ftruncate(descriptor, off_t(size)) }
}
