import Foundation

/// Writes files so that a reader finds the old one or the whole new one.
enum OutputFile {
    /// Writes a file beside its place and then moves it there.
    ///
    /// - Throws: Why it cannot be written; nothing is left behind then.
    static func write(_ bytes: [UInt8], to path: String) throws(LabError) {
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        do throws(LabError) {
            try store(bytes, at: temporary)
            try move(temporary, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw LabError("\(path) cannot be written: \(error.message)")
        }
    }

    /// Writes a new file down to the disk.
    static func store(_ bytes: [UInt8], at path: String) throws(LabError) {
        do {
            try Data().write(to: URL(filePath: path))
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            defer { try? file.close() }
            try file.write(contentsOf: Data(bytes))
            try file.synchronize()
        } catch {
            throw LabError(FileFailure.reason(error))
        }
    }

    /// Renames a file or a folder, over a file of the new name.
    static func move(_ path: String, to target: String) throws(LabError) {
        // Both are copied to C strings for the call.
        guard unsafe rename(path, target) == 0 else { throw LabError(FileFailure.reason(errno: errno)) }
    }
}
