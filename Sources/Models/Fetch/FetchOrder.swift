public import Cryptography

/// Which bundle is to be fetched, and whom to believe.
public struct FetchOrder: Sendable {
    /// Where it is.
    public var location: SourceLocation
    /// The SHA-256 that its manifest must have; nil: whatever is there.
    public var digest: SHA256Digest?
    /// The keys that are believed.
    public var trust: TrustFile
    /// True: a bundle that is not signed is taken, too.
    public var allowsUnsigned: Bool
    /// True: the place need not be among the allowed ones, as when the configuration names it.
    public var isConfigured: Bool

    /// Takes an order.
    public init(
        location: SourceLocation,
        digest: SHA256Digest? = nil,
        trust: TrustFile,
        allowsUnsigned: Bool = false,
        isConfigured: Bool = false
    ) {
        self.location = location
        self.digest = digest
        self.trust = trust
        self.allowsUnsigned = allowsUnsigned
        self.isConfigured = isConfigured
    }
}
