/// A bundle on its way: what its manifest, which was accepted, says of it.
public struct UpdateTarget: Sendable, Equatable {
    /// What names it.
    public var bundle: BundleID
    /// Its version, for people.
    public var version: String
    /// What may never fall.
    public var securityVersion: Int
    /// True when a key of the trust file has signed it.
    public var isSigned: Bool
    /// The bytes of all its files.
    public var byteCount: Int64
    /// What it must hold to.
    public var gates: StageGates
    /// Where it can be fetched again; nil: not known.
    public var source: String?

    /// Makes one from its parts.
    public init(
        bundle: BundleID,
        version: String,
        securityVersion: Int = 0,
        isSigned: Bool = false,
        byteCount: Int64 = 0,
        gates: StageGates = StageGates(),
        source: String? = nil
    ) {
        self.bundle = bundle
        self.version = version
        self.securityVersion = securityVersion
        self.isSigned = isSigned
        self.byteCount = byteCount
        self.gates = gates
        self.source = source
    }

    /// What a manifest says.
    public init(_ manifest: Manifest, bundle: BundleID, isSigned: Bool, source: String?) {
        self.init(
            bundle: bundle,
            version: manifest.version,
            securityVersion: manifest.securityVersion,
            isSigned: isSigned,
            byteCount: manifest.byteCount,
            gates: StageGates(manifest.gates),
            source: source
        )
    }
}
