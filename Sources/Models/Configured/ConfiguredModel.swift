import Cryptography
import Glibc

/// A model of the configuration, where it lies: a bundle, or files that nobody made a manifest for.
public struct ConfiguredModel: Sendable {
    /// What lies there.
    public enum Kind: Sendable, Hashable {
        /// A folder with `manifest.json`, or an archive.
        case bundle(SourceLocation)
        /// A folder with `model.onnx`, or an ONNX file: trusted as the configuration is.
        case bare
    }

    /// A file to be taken along.
    struct File: Sendable {
        /// Its name in the bundle.
        let name: String
        /// Where it is.
        let path: String
    }

    /// The path, without links.
    public let path: String
    /// What lies there.
    public let kind: Kind
    /// Bytes of its files, or of the archive.
    public let byteCount: Int64

    let files: [File]
    /// Changes with every change of a file that the system notes.
    let stamp: String

    /// Looks at a path; a large file is not read as a whole.
    ///
    /// - Throws: `bad_path` where there is no model, `probe_failed` for an ONNX file that is none.
    public init(path: String) throws(UpdateError) {
        guard let resolved = Self.resolved(path) else {
            throw UpdateError(.badPath, "\(path) is not there: correct the path or put the model there")
        }
        self.path = resolved
        let found = try Self.found(resolved)
        kind = found.kind
        files = found.files
        var hasher = SHA256Hasher()
        hasher.update(Array("\(resolved)\n".utf8))
        var total: Int64 = 0
        for file in files {
            let status = try Self.status(file.path)
            total += Int64(status.st_size)
            let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }.joined(separator: " ")
            hasher.update(Array("\(file.name) \(status.st_dev) \(status.st_ino) \(status.st_size) \(times)\n".utf8))
        }
        byteCount = total
        stamp = hasher.finish().hexadecimal
    }

    private static func found(_ path: String) throws(UpdateError) -> (kind: Kind, files: [File]) {
        guard try status(path).st_mode & S_IFMT == S_IFDIR else {
            if path.hasSuffix(".tar") {
                return (.bundle(SourceLocation(place: .file(path))), [File(name: "", path: path)])
            }
            return (.bare, try besides(path))
        }
        let files = try contents(path)
        if status(path, has: BundlePath.manifest) {
            return (.bundle(SourceLocation(place: .file("\(path)/\(BundlePath.manifest)"))), files)
        }
        guard files.contains(where: { $0.name == BundlePath.model }) else {
            throw UpdateError(
                .badPath,
                "the folder \(path) holds no \(BundlePath.model): put it there, or name the file"
            )
        }
        return (.bare, files)
    }

    /// The regular files of a folder that a bundle may hold, and the manifest's own; subfolders and the like are left out.
    private static func contents(_ folder: String) throws(UpdateError) -> [File] {
        var files: [File] = []
        var names: Set<String> = []
        for name in try Directory(folder).names(limit: 10_000) {
            let isOwn = name == BundlePath.manifest || name == BundlePath.signature
            guard isOwn || BundlePath.isValid(name), let path = resolved("\(folder)/\(name)"),
                try status(path).st_mode & S_IFMT == S_IFREG, names.insert(name.lowercased()).inserted
            else { continue }
            files.append(File(name: name, path: path))
        }
        guard files.count <= 256 else {
            throw UpdateError(
                .badPath,
                "the folder \(folder) holds \(files.count) files, 256 at most; leave in it what belongs to the model"
            )
        }
        return files
    }

    /// An ONNX file with what belongs to it: files that hold some of its numbers, and the baseline.
    private static func besides(_ path: String) throws(UpdateError) -> [File] {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        let model = try OnnxInspection(BundleFile(path))
        var files = [File(name: BundlePath.model, path: path)]
        for name in model.externalFiles.union(["baseline.json"]).sorted() where BundlePath.isValid(name) {
            guard name.lowercased() != BundlePath.model, let beside = resolved("\(folder)/\(name)"),
                try status(beside).st_mode & S_IFMT == S_IFREG
            else { continue }
            files.append(File(name: name, path: beside))
        }
        return files
    }

    private static func status(_ folder: String, has name: String) -> Bool {
        var found = stat()
        return unsafe stat("\(folder)/\(name)", &found) == 0
    }

    private static func status(_ path: String) throws(UpdateError) -> stat {
        var found = stat()
        guard unsafe stat(path, &found) == 0 else { throw UpdateError(errno: errno, "read", path) }
        return found
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(found) }
        return unsafe String(validatingCString: found)
    }
}
