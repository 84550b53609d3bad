/// A bundle whose files were just found to be what its manifest says.
public struct VerifiedBundle: Sendable {
    /// The folder that holds it.
    public let folder: String
    /// What names it.
    public let id: BundleID
    /// What it is and needs.
    public let manifest: Manifest
    /// The trusted key that signed it; nil: none was looked for, or it is not signed.
    public let keyID: String?
    /// What the model's file says of itself.
    public let inspection: OnnxInspection

    init(folder: String, id: BundleID, manifest: Manifest, keyID: String?, inspection: OnnxInspection) {
        self.folder = folder
        self.id = id
        self.manifest = manifest
        self.keyID = keyID
        self.inspection = inspection
    }

    /// True where a trusted key signed it.
    public var isSigned: Bool { keyID != nil }

    /// The path of a file of the bundle.
    public func path(_ name: String) -> String { "\(folder)/\(name)" }
}
