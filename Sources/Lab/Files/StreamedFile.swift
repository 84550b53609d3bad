import Foundation

/// A file that is written piece by piece, and takes its place when it is whole.
final class StreamedFile {
    private let path: String
    private let temporary: String
    private let file: FileHandle
    private var isCommitted = false

    /// Begins a file beside its place.
    /// - Throws: why it cannot be written.
    init(_ path: String) throws(LabError) {
        self.path = path
        temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        do {
            try Data().write(to: URL(filePath: temporary))
            file = try FileHandle(forWritingTo: URL(filePath: temporary))
        } catch {
            throw LabError("\(path) cannot be written: \(FileFailure.reason(error))")
        }
    }

    deinit {
        try? file.close()
        if !isCommitted { try? FileManager.default.removeItem(atPath: temporary) }
    }

    /// Writes bytes, and empties them.
    func append(_ bytes: inout [UInt8]) throws(LabError) {
        do {
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw LabError("\(path) cannot be written: \(FileFailure.reason(error))")
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Puts the file in its place.
    func commit() throws(LabError) {
        do {
            try file.synchronize()
        } catch {
            throw LabError("\(path) cannot be written: \(FileFailure.reason(error))")
        }
        do throws(LabError) {
            try OutputFile.move(temporary, to: path)
        } catch {
            throw LabError("\(path) cannot be written: \(error.message)")
        }
        isCommitted = true
    }
}
