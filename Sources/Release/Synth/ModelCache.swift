import Cryptography
import Foundation
import Glibc

/// Files of models by their digests, for this machine's runs to share.
///
/// `sha256/<digest>` is a file; `index/<digest of a key>` says which file a registry's name stands for. Both are renamed
/// into place as a whole. Whoever uses a file computes its digest while reading, so that a corrupted one is found.
struct ModelCache: Sendable {
    private static let mostIndexBytes = 4 << 10
    let folder: String

    /// Where the cache is unless it is said: `gg` in `XDG_CACHE_HOME`, or in `.cache` of the home directory.
    static func standardFolder(_ environment: [String: String]) throws(ReleaseError) -> String {
        if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return "\(folder)/gg" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.cache/gg" }
        throw ReleaseError(.input, "neither XDG_CACHE_HOME nor HOME is set; say where models are kept with --cache")
    }

    /// Makes the cache's folders.
    init(_ folder: String) throws(ReleaseError) {
        self.folder = folder
        for name in ["sha256", "index", "parts"] { try WholeFile.makeFolder("\(folder)/\(name)") }
    }

    /// The path of a file.
    func object(_ sha256: String) -> String { "\(folder)/sha256/\(sha256)" }

    /// Where a file that is fetched grows, by its key.
    func part(_ key: String) -> String { "\(folder)/parts/\(Self.name(key))" }

    /// What a key stands for; nil where it is not known, or its file is gone or has another length.
    func entry(_ key: String) throws(ReleaseError) -> CachedFile? {
        let path = "\(folder)/index/\(Self.name(key))"
        guard let bytes = try WholeFile.read(path, limit: Self.mostIndexBytes),
            let file = try? JSONDecoder().decode(CachedFile.self, from: Data(bytes)), Self.isDigest(file.sha256)
        else { return nil }
        var found = stat()
        guard unsafe lstat(object(file.sha256), &found) == 0, found.st_mode & S_IFMT == S_IFREG,
            Int64(found.st_size) == file.byteCount
        else { return nil }
        return file
    }

    /// Takes a finished part over, and remembers what its key stands for.
    func enter(_ key: String, part: String, as file: CachedFile) throws(ReleaseError) {
        guard unsafe rename(part, object(file.sha256)) == 0 else { throw WholeFile.failure("rename", part) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let bytes = try? encoder.encode(file) else { return }
        try WholeFile.write(Array(bytes), to: "\(folder)/index/\(Self.name(key))")
    }

    /// Throws a file away that is not what its name says.
    func drop(_ file: CachedFile) { _ = unsafe unlink(object(file.sha256)) }

    private static func name(_ key: String) -> String { SHA256Digest(of: Array(key.utf8)).hexadecimal }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    }
}
