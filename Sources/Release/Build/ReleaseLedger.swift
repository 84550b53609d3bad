import Foundation

/// The release file while several components are built: each one's artifacts are written down once they are there.
///
/// `@unchecked Sendable`: `release` is only touched while `lock` is held.
final class ReleaseLedger: @unchecked Sendable {
    private let lock = NSLock()
    private let folder: BuildFolder
    private var held: ReleaseFile

    init(_ release: ReleaseFile, in folder: BuildFolder) {
        held = release
        self.folder = folder
    }

    /// The release as it is now.
    var release: ReleaseFile { lock.withLock { held } }

    /// Writes down what was built of a component.
    func record(_ artifacts: [ReleaseFile.Artifact], of name: String) throws(ReleaseError) {
        lock.lock()
        defer { lock.unlock() }
        guard let index = held.components.firstIndex(where: { $0.name == name }) else { return }
        held.components[index].artifacts = artifacts
        try folder.write(held)
    }
}
