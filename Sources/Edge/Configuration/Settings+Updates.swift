extension Settings {
    /// How models are updated over the air.
    public struct Updates: Sendable {
        /// What is done about a clock that stands before the time at which the program was built.
        public enum UntrustedClock: String, Sendable, CaseIterable {
            /// Expiry is not judged, and that is said.
            case warn
            /// Bundles that expire are refused.
            case refuse
        }

        /// False: models are loaded where they are configured, and nothing is updated.
        public internal(set) var enabled: Bool
        /// The absolute path of the file with the keys that bundles are signed with; it need not exist.
        public internal(set) var trust: String
        /// True: bundles without a valid signature are taken.
        public internal(set) var allowUnsigned: Bool
        /// Bundles kept of each model, 2 to 100; those in use are kept whatever it says.
        public internal(set) var keep: Int
        /// Bytes of all bundles on the disk: 1 MiB to 1 TiB.
        public internal(set) var quota: Int
        /// Bytes of the file that is given up when the disk is full: 4 KiB to 1 GiB.
        public internal(set) var reserve: Int
        /// Bytes of one bundle: 1 KiB to 1 TiB.
        public internal(set) var maxBundle: Int
        /// How long a model is a shadow where neither command nor manifest say; zero: not at all.
        public internal(set) var shadow: Duration
        /// How long a model is on trial where neither command nor manifest say; zero: not at all.
        public internal(set) var trial: Duration
        /// True: a model that has stood its trial is confirmed without a person's word.
        public internal(set) var autoConfirm: Bool
        /// The node's hardware name for `requires.hardware`; nil: what the machine says of itself.
        public internal(set) var hardware: String?
        /// What is done about a clock that cannot be right.
        public internal(set) var untrustedClock: UntrustedClock
        /// Beginnings of the URLs that bundles may come from, such as `https:` or `https://models.example.com/press`.
        public internal(set) var sources: [String]
        /// Bytes a second, over 30 s, below which a download is broken off and tried again; 0: never.
        public internal(set) var minimumSpeed: Int
        /// How long a download may take with all its attempts: 1 s to 30 days.
        public internal(set) var downloadDeadline: Duration
        /// How servers are reached.
        public internal(set) var proxy: Proxy
        /// How HTTPS servers are trusted, and what they are shown.
        public internal(set) var tls: TLS
        /// Where `s3:` goes.
        public internal(set) var s3: S3
        /// Where `mlflow:` goes.
        public internal(set) var mlflow: MLflow
    }
}

extension Settings.Updates {
    /// How servers are reached.
    public enum Proxy: Sendable, Equatable {
        /// As `https_proxy`, `http_proxy` and `no_proxy` say.
        case environment
        /// Without one.
        case none
        /// Through the one at a URL of scheme `http`, `https`, `socks5` or `socks5h`.
        case url(String)
    }

    /// How HTTPS servers are trusted, and what they are shown; paths are absolute, and their files readable.
    public struct TLS: Sendable {
        /// A PEM file with the authorities to trust instead of the system's.
        public internal(set) var ca: String?
        /// A PEM file with our certificate; only with a key.
        public internal(set) var certificate: String?
        /// A PEM file with our private key; only with a certificate.
        public internal(set) var key: String?
    }

    /// Where `s3:` goes.
    public struct S3: Sendable {
        /// The URL of a service that speaks S3, `http` or `https`; nil: AWS.
        public internal(set) var endpoint: String?
        /// The region; nil: as the environment or the profile says.
        public internal(set) var region: String?
        /// The profile of AWS's configuration files; nil: as the environment says.
        public internal(set) var profile: String?
        /// True: the bucket stands in the path, false: in the host's name; nil: as the endpoint and the bucket need it.
        public internal(set) var pathStyle: Bool?
    }

    /// Where `mlflow:` goes.
    public struct MLflow: Sendable {
        /// The tracking server's URL, `http` or `https`; nil: none, `mlflow:` cannot be used.
        public internal(set) var url: String?
        /// Whom to log in as; only with a password.
        public internal(set) var username: String?
        /// The absolute path of a readable file with the password; only with a user name.
        public internal(set) var passwordFile: String?
        /// The absolute path of a readable file with a bearer token; not with a user name.
        public internal(set) var tokenFile: String?
    }
}
