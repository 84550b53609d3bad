import Cryptography

/// An update that was asked for.
public struct UpdateJob: Sendable, Equatable {
    /// Where the bundle is.
    public enum Place: Sendable, Equatable {
        /// The URL of a manifest or an archive, and the SHA-256 of the manifest (32 bytes) where it is known.
        case url(String, sha256: [UInt8]?)
        /// A folder or a file of the configuration.
        case configured(String)
        /// A folder with a bundle that this device itself has made.
        case made(String)
        /// In the store already: what an operator goes back to.
        case stored
    }

    /// How a model is tried; nil: as the manifest or the configuration says.
    public struct Strategy: Sendable, Equatable {
        /// Time as a shadow; zero: none.
        public var shadow: Duration?
        /// Time on trial.
        public var trial: Duration?
        /// Share of the keys that the candidate serves on trial, 1 to 100.
        public var sharePercent: Int?
        /// Whether it is confirmed when the trial has passed.
        public var autoConfirm: Bool?

        /// Makes one; nil: nothing is said.
        public init(
            shadow: Duration? = nil,
            trial: Duration? = nil,
            sharePercent: Int? = nil,
            autoConfirm: Bool? = nil
        ) {
            self.shadow = shadow
            self.trial = trial
            self.sharePercent = sharePercent
            self.autoConfirm = autoConfirm
        }
    }

    /// What names the job: 1 to 64 of `A-Za-z0-9_.-`.
    public var id: String
    /// The version as whoever asked has it; the manifest's counts.
    public var version: String?
    /// Where the bundle is.
    public var place: Place
    /// How it is tried.
    public var strategy = Strategy()
    /// Not to begin before, milliseconds since 1970; nil: at once.
    public var notBefore: Int64?
    /// To serve by then, milliseconds since 1970; nil: whenever.
    public var deadline: Int64?
    /// True when a bundle that was rejected before is to be tried again.
    public var isForced = false

    /// Makes a job that begins at once and is tried as the manifest and the configuration say.
    public init(id: String, version: String? = nil, place: Place) {
        self.id = id
        self.version = version
        self.place = place
    }

    /// The bundle, where whoever asked knows it.
    public var bundle: BundleID? {
        guard case .url(_, let sha256?) = place else { return nil }
        return SHA256Digest(bytes: sha256).map(BundleID.init)
    }
}
