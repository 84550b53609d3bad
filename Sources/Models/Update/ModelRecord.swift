/// What is known of one model: all that must outlive the process.
public struct ModelRecord: Sendable, Equatable {
    /// The most rejected bundles that are remembered; the oldest go first.
    public static let mostRejected = 64

    /// The model's name.
    public var name: String
    /// What serves; it was verified, probed and confirmed.
    public var active: Resident?
    /// What served before it; it can be gone back to.
    public var previous: Resident?
    /// The lowest security version that may be installed; it never falls.
    public var floor = 0
    /// Rises with every change of `active`.
    public var generation = 0
    /// Bundles that are not tried again unless a person asks for it, the oldest first.
    public var rejected: [Rejection] = []
    /// The bundle of the configuration that was installed last: it is not offered again.
    public var configured: BundleID?
    /// The update under way.
    public var candidate: UpdateCandidate?

    /// A model of which nothing is known.
    public init(name: String) { self.name = name }

    /// True when the bundle was rejected.
    public func rejects(_ bundle: BundleID) -> Bool { rejected.contains { $0.bundle == bundle } }

    /// The bundles that must stay in the store.
    public var kept: Set<BundleID> {
        Set([active?.bundle, previous?.bundle, candidate?.phase.target?.bundle].compactMap { $0 })
    }

    /// The bundles that need not stay in the store, however much room there is.
    public var unwanted: Set<BundleID> { Set(rejected.map(\.bundle)) }

    /// Puts a bundle among those that are not tried again.
    mutating func reject(_ bundle: BundleID, _ code: UpdateCode, at wall: Int64) {
        rejected.removeAll { $0.bundle == bundle }
        rejected.append(Rejection(bundle: bundle, code: code, at: wall))
        rejected.removeFirst(max(0, rejected.count - Self.mostRejected))
    }
}

extension ModelRecord {
    /// A bundle that serves or has served.
    public struct Resident: Sendable, Equatable {
        /// What names it.
        public var bundle: BundleID
        /// Its version, for people.
        public var version: String
        /// What may never fall.
        public var securityVersion: Int
        /// True when a key of the trust file has signed it.
        public var isSigned: Bool
        /// Where it can be fetched again; nil: not known.
        public var source: String?
        /// When it was confirmed, milliseconds since 1970.
        public var since: Int64

        /// Makes one from its parts.
        public init(
            bundle: BundleID,
            version: String,
            securityVersion: Int,
            isSigned: Bool,
            source: String?,
            since: Int64
        ) {
            self.bundle = bundle
            self.version = version
            self.securityVersion = securityVersion
            self.isSigned = isSigned
            self.source = source
            self.since = since
        }

        init(_ target: UpdateTarget, since: Int64) {
            self.init(
                bundle: target.bundle,
                version: target.version,
                securityVersion: target.securityVersion,
                isSigned: target.isSigned,
                source: target.source,
                since: since
            )
        }
    }

    /// A bundle that is not tried again.
    public struct Rejection: Sendable, Equatable {
        /// What names it.
        public var bundle: BundleID
        /// Why.
        public var code: UpdateCode
        /// When, milliseconds since 1970.
        public var at: Int64

        /// Makes one from its parts.
        public init(bundle: BundleID, code: UpdateCode, at: Int64) {
            self.bundle = bundle
            self.code = code
            self.at = at
        }
    }
}

extension UpdateTarget {
    /// What is known of a bundle that has served.
    init(_ resident: ModelRecord.Resident) {
        self.init(
            bundle: resident.bundle,
            version: resident.version,
            securityVersion: resident.securityVersion,
            isSigned: resident.isSigned,
            source: resident.source
        )
    }
}
