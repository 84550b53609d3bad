/// A bundle that is in the store.
public struct StoredBundle: Sendable, Equatable {
    /// What names it.
    public let id: BundleID
    /// What it is.
    public let manifest: Manifest
    /// When its folder got its name, milliseconds since 1970-01-01T00:00:00Z.
    public let entered: Int64
    /// Bytes of its files.
    public let bytes: Int64
}
