import Foundation
import Glibc
import Recipes

/// Where the local runner keeps things.
public struct LocalFolder: Sendable, Hashable {
    /// The absolute path of it all.
    public let root: String

    /// Names a folder, which need not be there; a relative path begins at the current directory.
    public init(_ root: String) { self.root = URL(fileURLWithPath: root).standardizedFileURL.path }

    /// Where components' states are written.
    public var state: String { "\(root)/state.json" }
    /// What is locked while a supervisor runs.
    public var lock: String { "\(root)/lock" }
    /// Where wishes are left for the supervisor.
    var wishes: String { "\(root)/wishes" }
    /// What a supervisor in the background says.
    public var supervisorLog: String { "\(root)/logs/supervisor.log" }

    /// Where a component's output goes.
    public func log(_ name: String) -> String { "\(root)/logs/\(name).log" }
    func work(_ name: String) -> String { [root, "work", name].joined(separator: "/") }
    func configuration(_ name: String) -> String { "\(root)/config/\(name).json" }
    func artifacts(_ name: String, _ version: String) -> String { "\(root)/packages/artifacts/\(name)/\(version)" }
    func unpacked(_ name: String, _ version: String) -> String {
        "\(root)/packages/artifacts-unarchived/\(name)/\(version)"
    }

    /// Makes a folder that others than its owner may enter where components under other names must.
    func make(_ path: String) throws(ReleaseError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ReleaseError(.input, "\(path) cannot be made: \(Self.reason(error))")
        }
    }

    /// Writes a file for its owner alone, whole or not at all.
    func write(_ bytes: [UInt8], to path: String) throws(ReleaseError) {
        let fresh = "\(path).new"
        let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.fault(fresh, "written") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let fault = Self.fault(fresh, "written")
                close(file)
                throw fault
            }
            rest = rest.dropFirst(count)
        }
        close(file)
        guard unsafe rename(fresh, path) == 0 else { throw Self.fault(path, "put in its place") }
    }

    /// Reads a file; nil where there is none, or where it is larger than `limit`.
    static func read(_ path: String, limit: Int = 16 << 20) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: limit + 1), data.count <= limit else { return nil }
        return Array(data)
    }

    /// Names of the files of a folder, sorted.
    static func files(of folder: String) throws(ReleaseError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw ReleaseError(.input, "\(folder) cannot be read: \(reason(error))")
        }
    }

    static func fault(_ path: String, _ deed: String) -> ReleaseError {
        ReleaseError(.input, "\(path) cannot be \(deed): \(unsafe String(cString: strerror(errno)))")
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let underlying, underlying.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
        return unsafe String(cString: strerror(Int32(underlying.code)))
    }
}
