public import Transfer

/// How sources are reached.
public struct SourceOptions: Sendable {
    /// The S3 that `s3:` means.
    public struct S3: Sendable {
        /// Its URL; nil: AWS's, or what the environment and the profile say.
        public var endpoint: String?
        /// Nil: what the environment and the profile say.
        public var region: String?
        /// The profile of the AWS files; nil: `AWS_PROFILE`, else `default`.
        public var profile: String?
        /// True: the bucket stands in the path; nil: as it suits endpoint and bucket.
        public var usesPathStyle: Bool?

        /// AWS's own.
        public init(
            endpoint: String? = nil,
            region: String? = nil,
            profile: String? = nil,
            usesPathStyle: Bool? = nil
        ) {
            self.endpoint = endpoint
            self.region = region
            self.profile = profile
            self.usesPathStyle = usesPathStyle
        }
    }

    /// The tracking server that `mlflow:` means.
    public struct MLflow: Sendable {
        /// Its URL, such as `https://mlflow.example`.
        public var url: String
        /// Goes with a password.
        public var username: String?
        /// Never shown.
        public var password: String?
        /// Instead of name and password; never shown.
        public var token: String?

        /// Takes a server.
        public init(url: String, username: String? = nil, password: String? = nil, token: String? = nil) {
            self.url = url
            self.username = username
            self.password = password
            self.token = token
        }
    }

    /// TLS, proxy, speeds.
    public var transfer: TransferOptions
    /// What is allowed.
    public var rules: SourceRules
    /// The S3 that `s3:` means.
    public var s3: S3
    /// The tracking server that `mlflow:` means; nil: none.
    public var mlflow: MLflow?
    /// Most bytes of a bundle; an archive may have 1 MiB more.
    public var largestBundle: Int64

    /// Takes options.
    public init(
        transfer: TransferOptions = TransferOptions(),
        rules: SourceRules = .usual,
        s3: S3 = S3(),
        mlflow: MLflow? = nil,
        largestBundle: Int64 = 1 << 30
    ) {
        self.transfer = transfer
        self.rules = rules
        self.s3 = s3
        self.mlflow = mlflow
        self.largestBundle = largestBundle
    }
}
