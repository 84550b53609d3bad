/// A bundle whose manifest is here and believed; its files are not.
public struct OfferedBundle: Sendable, Equatable {
    /// What names it.
    public let id: BundleID
    /// What it is and needs.
    public let manifest: Manifest
    /// The key that signed it; nil: none did.
    public let keyID: String?
}
