import Foundation
import Recipes

/// The folder in which one step of a release leaves what the next one reads.
public struct BuildFolder: Sendable {
    /// Where it is, as messages name it.
    public let path: String
    /// The release file.
    public let releasePath: String

    private static let mostBytes = 16 << 20

    /// Names a folder; nothing is read or made.
    public init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        releasePath = "\(self.path)/release.json"
    }

    /// Names the folder that a release file lies in.
    public init(release file: String) {
        let parent = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        path = parent.isEmpty ? "/" : parent
        releasePath = file
    }

    /// The deployment document.
    public var deploymentPath: String { "\(path)/deployment.json" }
    /// The recipes' folder.
    public var recipesPath: String { "\(path)/recipes" }
    /// The artifacts' folder.
    public var artifactsPath: String { "\(path)/artifacts" }
    /// What components that run on this machine leave.
    public var localPath: String { "\(path)/local" }

    /// The recipe of a component version, relative to the folder.
    public static func recipe(_ name: String, _ version: String) -> String { "recipes/\(name)-\(version).json" }

    /// An artifact of a component version, relative to the folder.
    public static func artifact(_ name: String, _ version: String, _ file: String) -> String {
        "artifacts/\(name)/\(version)/\(file)"
    }

    /// Returns the path of what `relative` names in the folder.
    public func path(_ relative: String) -> String { "\(path)/\(relative)" }

    /// Reads the release file and checks that what it names can be names, versions and paths below the folder.
    ///
    /// - Throws: `input`: there is none, or it is none that this program writes.
    public func release() throws(ReleaseError) -> ReleaseFile {
        guard let bytes = try WholeFile.read(releasePath, limit: Self.mostBytes) else {
            throw ReleaseError(
                .input,
                "\(releasePath): there is no such file; run 'gg synth' first, or name it with --release"
            )
        }
        let release: ReleaseFile
        do {
            release = try JSONDecoder().decode(ReleaseFile.self, from: Data(bytes))
        } catch {
            throw ReleaseError(
                .input,
                "\(releasePath) is no release file (\(Self.reason(error))); run 'gg synth' again"
            )
        }
        try release.check(releasePath)
        return release
    }

    /// Writes the release file as a whole; the same release gives the same bytes.
    public func write(_ release: ReleaseFile) throws(ReleaseError) {
        try WholeFile.makeFolder(path)
        try WholeFile.write(release.json(), to: releasePath)
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is no JSON" }
        switch error {
        case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another kind"
        default: return "it is no JSON"
        }
    }
}
