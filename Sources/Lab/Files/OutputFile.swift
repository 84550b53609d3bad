import Glibc

/// Writes files so that a reader finds the old one or the whole new one.
public enum OutputFile {
    /// Writes a file beside its place and then moves it there.
    ///
    /// - Throws: Why it cannot be written; nothing is left behind then.
    static func write(_ bytes: [UInt8], to path: String) throws(LabError) {
        let temporary = "\(path).\(getpid()).part"
        do throws(LabError) {
            try store(bytes, at: temporary)
            try move(temporary, to: path)
        } catch {
            _ = unsafe unlink(temporary)
            throw LabError("\(path) cannot be written: \(error.message)")
        }
    }

    /// Writes a new file down to the disk.
    static func store(_ bytes: [UInt8], at path: String) throws(LabError) {
        try OpenFile(path, writing: true).write(bytes)
    }

    /// Renames a file or a folder, over a file of the new name.
    static func move(_ path: String, to target: String) throws(LabError) {
        // Both are copied to C strings for the call.
        guard unsafe rename(path, target) == 0 else { throw .system(errno) }
    }

    /// Takes a file away, if it is there.
    static func remove(_ path: String) throws(LabError) {
        // The path is copied to a C string for the call.
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .system(errno) }
    }

    /// Makes a folder and those above it; one that is there is left as it is.
    ///
    /// - Throws: Why it cannot be made.
    public static func makeFolder(_ path: String) throws(LabError) {
        do throws(LabError) {
            try make(path)
        } catch {
            throw LabError("\(path) cannot be made: \(error.message)")
        }
    }

    private static func make(_ path: String) throws(LabError) {
        guard unsafe mkdir(path, 0o777) != 0 else { return }
        let reason = errno
        if reason == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try make(String(path[..<slash]))
            guard unsafe mkdir(path, 0o777) != 0 else { return }
            throw .system(errno)
        }
        var status = stat()
        let isFolder = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        guard reason == EEXIST, isFolder else { throw .system(reason) }
    }
}
