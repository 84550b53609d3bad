import Foundation

/// A folder that is gone with its owner.
public struct TemporaryPlace: ~Copyable {
    /// Where it is.
    public let path: String

    /// Makes one where the system keeps such folders.
    ///
    /// - Throws: Why it cannot be made.
    public init() throws(LabError) {
        let url = FileManager.default.temporaryDirectory.appending(path: "marram-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: url,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw LabError("\(url.path) cannot be made: \(FileFailure.reason(error))")
        }
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
