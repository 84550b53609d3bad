public import Foundation
public import Transfer

/// Who asks AWS, and where: region, endpoints, credentials, and how often a request is tried.
///
/// Copies and sessions of assumed roles share connections; any number of threads may use one at once.
public struct AWSSession: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The region that is asked.
    public let region: String
    /// Where services are.
    public let endpoints: AWSEndpoints
    /// What requests are signed with.
    public let credentials: CredentialChain
    /// What requests are sent with.
    public let http: HTTPClient
    /// How often they are tried.
    public let retry: AWSRetry
    /// Ends what is under way; nil: nothing does.
    public let cancellation: Cancellation?
    /// Tells the time; signatures hold it.
    public let clock: @Sendable () -> Date

    let place: S3Options
    private let caller = CallerMemory()

    /// Gathers what is said; reads the profile's files and connects nowhere.
    ///
    /// - Parameters:
    ///   - region: The region; nil: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's.
    ///   - profile: The profile; nil: `AWS_PROFILE`, else `default`. A profile that is named here is stronger than keys in
    ///     the environment.
    ///   - endpoint: The URL of all services; nil: as the environment and the profile say, service by service.
    ///   - environment: The process's variables.
    ///   - homeDirectory: Where `.aws` is; nil: nowhere.
    ///   - http: What requests are sent with.
    ///   - retry: How often they are tried.
    ///   - cancellation: Ends what is under way.
    ///   - metadata: What the container's and the machine's own credential services are asked with; nil: a client of its
    ///     own.
    ///   - clock: Tells the time.
    /// - Throws: When no region is named, or the profile's files cannot be read.
    public init(
        region: String? = nil,
        profile: String? = nil,
        endpoint: String? = nil,
        environment: [String: String],
        homeDirectory: String?,
        http: HTTPClient,
        retry: AWSRetry = AWSRetry(),
        cancellation: Cancellation? = nil,
        metadata: HTTPClient? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws(AWSError) {
        let settings = try SharedSettings(environment: environment, homeDirectory: homeDirectory, profile: profile)
        guard let region = region ?? settings.region else {
            throw AWSError(
                "Region",
                "no region is named; use --region, set AWS_REGION, or give the profile \(settings.profileName) a region"
            )
        }
        guard AWSEndpoints.isHostLabel(region) else {
            throw AWSError("Region", "'\(region.prefix(64))' is no region; expected a name such as eu-west-1")
        }
        let chain = CredentialChain(
            environment: environment,
            homeDirectory: homeDirectory,
            profile: profile,
            http: http,
            metadata: metadata,
            clock: clock
        )
        let place = S3Options(
            region: region,
            endpoint: endpoint,
            environment: environment,
            homeDirectory: homeDirectory,
            profile: profile
        )
        let endpoints = AWSEndpoints(explicit: endpoint, settings: settings)
        self.init(place, region, endpoints, chain, http, retry, cancellation, clock)
    }

    private init(
        _ place: S3Options,
        _ region: String,
        _ endpoints: AWSEndpoints,
        _ credentials: CredentialChain,
        _ http: HTTPClient,
        _ retry: AWSRetry,
        _ cancellation: Cancellation?,
        _ clock: @escaping @Sendable () -> Date
    ) {
        self.place = place
        self.region = region
        self.endpoints = endpoints
        self.credentials = credentials
        self.http = http
        self.retry = retry
        self.cancellation = cancellation
        self.clock = clock
    }

    /// The partition that the region belongs to.
    public var partition: AWSPartition { AWSPartition(region: region) }

    /// The same place, asked in the name of a role.
    ///
    /// The role is assumed when credentials are first needed, and again before they end.
    public func assuming(_ role: AssumedRole) -> AWSSession {
        let chain = CredentialChain(clock: clock) { () throws(AWSError) in
            try askSTS { sts throws(AWSError) in try sts.assume(role) }
        }
        return AWSSession(place, region, endpoints, chain, http, retry, cancellation, clock)
    }

    /// Whose credentials these are; asked once.
    public func identity() throws(AWSError) -> CallerIdentity {
        try caller.identity { () throws(AWSError) in
            try askSTS { sts throws(AWSError) in try sts.callerIdentity() }
        }
    }

    /// A client of S3 with this session's credentials.
    ///
    /// - Parameters:
    ///   - region: Where buckets are, unless S3 says otherwise; nil: in the session's region.
    ///   - usesPathStyle: True: the bucket stands in the path; false: in the host's name; nil: as it suits the endpoint.
    /// - Returns: The client; nothing is connected yet.
    public func s3(region: String? = nil, usesPathStyle: Bool? = nil) -> S3Client {
        var options = place
        if let region { options.region = region }
        options.usesPathStyle = usesPathStyle
        return S3Client(options: options, credentials: credentials, http: http, clock: clock)
    }

    /// Region and partition.
    public var description: String { "AWS in \(region)" }
    /// Region and partition.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Asks STS with the session's own credentials, again after failures that pass, and once with new credentials where
    /// the old ones have ended.
    private func askSTS<Value>(_ body: (STSClient) throws(AWSError) -> Value) throws(AWSError) -> Value {
        try retry.run(cancellation: cancellation) { () throws(AWSError) in
            try renewing { keys throws(AWSError) in
                let client = STSClient(
                    endpoints: endpoints,
                    region: region,
                    credentials: keys,
                    http: http,
                    cancellation: cancellation,
                    clock: clock
                )
                return try body(client)
            }
        }
    }

    /// What `body` returns with the session's keys; where AWS says that they have ended, it is called once more with new
    /// ones.
    func renewing<Value>(_ body: (Credentials) throws(AWSError) -> Value) throws(AWSError) -> Value {
        let keys = try credentials.credentials()
        do throws(AWSError) {
            return try body(keys)
        } catch {
            guard AWSError.endedKeys.contains(error.code) else { throw error }
            credentials.forget(keys)
            let fresh = try credentials.credentials()
            guard fresh != keys else { throw error }
            return try body(fresh)
        }
    }
}
