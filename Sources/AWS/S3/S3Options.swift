/// Which S3 is meant, and how its buckets are addressed.
public struct S3Options: Sendable {
    /// Nil: what the environment or the profile says.
    public var region: String?
    /// The URL of a server that speaks S3; nil: what the environment or the profile says, else AWS's own.
    public var endpoint: String?
    /// True: the bucket stands in the path; false: in the host's name; nil: in the path for a custom endpoint and for a
    /// bucket whose name cannot be part of a host's.
    public var usesPathStyle: Bool?
    /// The process's variables.
    public var environment: [String: String]
    /// Where `.aws` is; nil: nowhere.
    public var homeDirectory: String?
    /// The profile to be used; nil: `AWS_PROFILE`, else `default`.
    public var profile: String?

    /// Takes options.
    public init(
        region: String? = nil,
        endpoint: String? = nil,
        usesPathStyle: Bool? = nil,
        environment: [String: String] = [:],
        homeDirectory: String? = nil,
        profile: String? = nil
    ) {
        self.region = region
        self.endpoint = endpoint
        self.usesPathStyle = usesPathStyle
        self.environment = environment
        self.homeDirectory = homeDirectory
        self.profile = profile
    }
}
