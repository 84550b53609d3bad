public import Recipes

/// A component as this machine is to run it.
public struct LocalComponent: Sendable, Equatable {
    /// A file that it needs.
    public struct Artifact: Sendable, Equatable {
        /// Its name.
        public var file: String
        /// True where it is a ZIP file that is unpacked.
        public var isUnpacked: Bool
        /// Who may read it.
        public var read: RecipeArtifact.Permission
        /// Who may execute it, and so read it.
        public var execute: RecipeArtifact.Permission

        /// The permission bits of its files.
        var mode: UInt16 {
            func bits(_ permission: RecipeArtifact.Permission, _ owner: UInt16, _ all: UInt16) -> UInt16 {
                switch permission {
                case .none: 0
                case .owner: owner
                case .all: all
                }
            }
            return bits(read, 0o400, 0o444) | bits(execute, 0o500, 0o555)
        }

        /// The name of its folder once it is unpacked: the file's without its extension.
        var folder: String {
            guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
            return String(file[..<dot])
        }
    }

    /// The word by which commands name it: its key in the configuration, else its name.
    public var handle: String
    /// Its name.
    public var name: String
    /// Its version; `0.0.0` where the configuration leaves that to a release.
    public var version: String
    /// What it depends on.
    public var needs: [LocalNeed]
    /// Its steps.
    public var scripts: [LocalStep: LocalScript]
    /// Variables of all its steps, recipe variables not yet replaced.
    public var environment: [String: String]
    /// The configuration that it begins with.
    public var configuration: JSONValue
    /// Its files.
    public var artifacts: [Artifact]
}
