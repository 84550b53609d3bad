/// A file that devices download for a component.
public struct RecipeArtifact: Sendable, Hashable {
    /// What the nucleus does with the file.
    public enum Unarchive: String, Sendable, Hashable, CaseIterable {
        case none = "NONE"
        case zip = "ZIP"
    }

    /// Who may do something with the file on the device.
    public enum Permission: String, Sendable, Hashable, CaseIterable {
        case none = "NONE"
        case owner = "OWNER"
        case all = "ALL"
    }

    /// Where it is, with the placeholders `BUCKET_NAME`, `COMPONENT_NAME` and `COMPONENT_VERSION`, without dollars.
    public let uri: String
    /// The last part of the URI; for `docker:` what follows the colon.
    public let fileName: String
    /// What the nucleus does with it.
    public let unarchive: Unarchive
    /// Who may read it.
    public let read: Permission
    /// Who may execute it; who may, may read it too.
    public let execute: Permission
    /// Where the URI stands.
    public let origin: Origin

    /// True when the URI has a placeholder: the release makes the file and puts it there.
    public var isOurs: Bool { RecipeFilling.placeholders.contains { uri.contains($0) } }
}
