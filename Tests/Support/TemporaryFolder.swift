public import Foundation
import Glibc

/// A folder that is gone when the last reference goes.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let url: URL
    /// Where it is, as text.
    public var path: String { url.path }

    /// Makes an empty folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("marram-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a text file; returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let path = url.appendingPathComponent(name).path
        // Foundation's own way leaves the file open in whatever another test starts meanwhile; a script that is open for
        // writing somewhere cannot be run.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SupportError("\(path) cannot be written: errno \(errno)") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
        return path
    }
}
