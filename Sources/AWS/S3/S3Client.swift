public import Foundation
public import Transfer

/// Asks S3, or a server that speaks like it, on the thread that calls; any number of threads may call at once.
///
/// `@unchecked Sendable`: `regions` is only touched while `lock` is held; all else is constant.
public final class S3Client: @unchecked Sendable {
    private let options: S3Options
    let credentials: CredentialChain
    let http: HTTPClient
    private let clock: @Sendable () -> Date
    private let lock = NSLock()
    private var regions: [String: String] = [:]

    /// Makes a client; nothing is read or connected yet.
    ///
    /// - Parameters:
    ///   - options: Which S3.
    ///   - credentials: What requests are signed with.
    ///   - http: What they are sent with.
    ///   - clock: Tells the time; signatures hold it.
    public init(
        options: S3Options,
        credentials: CredentialChain,
        http: HTTPClient,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.options = options
        self.credentials = credentials
        self.http = http
        self.clock = clock
    }

    /// A signed request for an object, to be sent within some minutes; unsigned headers such as `Range` may be added.
    ///
    /// - Parameters:
    ///   - method: `GET`, `HEAD`, `PUT` or `DELETE`.
    ///   - location: The object; without a key, its bucket.
    ///   - query: Parameters, not encoded.
    ///   - headers: More headers; those that begin with `x-amz-` are signed.
    ///   - body: What is sent.
    /// - Returns: The request; sign another for the next attempt.
    /// - Throws: When no credentials are found, or the endpoint or the region cannot be used.
    public func request(
        _ method: String = "GET",
        _ location: S3Location,
        query: [(name: String, value: String)] = [],
        headers: [HTTPRequest.Header] = [],
        body: [UInt8] = []
    ) throws(AWSError) -> HTTPRequest {
        try request(
            S3Call(method, location, query: query, headers: headers, body: .bytes(body), limit: 0),
            credentials.credentials()
        )
    }

    /// The request, signed with these keys.
    func request(_ call: S3Call, _ keys: Credentials) throws(AWSError) -> HTTPRequest {
        let location = call.location
        let settings = try settings()
        let region = region(of: location.bucket, settings)
        let endpoint = try AWSEndpoints(explicit: options.endpoint, settings: settings)
            .endpoint(of: .s3, region: region)
        let addressing = S3Addressing(endpoint: endpoint, usesPathStyle: options.usesPathStyle)
        let parameters = call.query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let url = try addressing.url(of: location) + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
        return SignatureV4.sign(
            HTTPRequest(call.method, url, headers: call.headers, body: call.body.bytes),
            service: "s3",
            region: region,
            credentials: keys,
            date: clock(),
            payload: call.body.payload
        )
    }

    /// What an answer that is no success says, to be thrown.
    ///
    /// Takes notice of it, too: where it says that the bucket is in another region, or that the key is not accepted any
    /// longer, the next request is made accordingly, and the error is a passing one.
    ///
    /// - Parameters:
    ///   - location: What was asked for.
    ///   - status: The answer's status.
    ///   - headers: Its headers.
    ///   - body: Its body, or the beginning; empty after a HEAD.
    /// - Returns: S3's own word, and what to check.
    public func failure(
        _ location: S3Location,
        status: Int,
        headers: [HTTPRequest.Header] = [],
        body: [UInt8] = []
    ) -> AWSError {
        failure(location, HTTPResponse(status: status, headers: headers, body: body), isWriting: false, keys: nil)
    }

    /// The same; where something was to be written, another permission is needed.
    ///
    /// Of threads whose keys were refused at the same time, only the first lets go of them: the others would let go of the
    /// new ones.
    func failure(_ location: S3Location, _ response: HTTPResponse, isWriting: Bool, keys: Credentials?) -> AWSError {
        let answer = S3Answer(status: response.status, headers: response.headers, body: response.body)
        let asked = (try? settings()).map { region(of: location.bucket, $0) }
        if let region = answer.region, AWSEndpoints.isHostLabel(region), region != asked {
            learn(region, of: location.bucket)
            return AWSError(
                answer.code,
                "\(location.bucket) is in the region \(region); it will be asked there. Set the region to \(region) "
                    + "to spare the detour",
                isPassing: true
            )
        }
        if answer.isKeyRefused { keys.map(credentials.forget) ?? credentials.forget() }
        return answer.error(location, isWriting: isWriting, now: clock())
    }

    /// Sends a request and returns the answer to it when it is a success; asks once more where the bucket is elsewhere.
    func perform(
        _ method: String,
        _ location: S3Location,
        query: [(name: String, value: String)] = [],
        headers: [HTTPRequest.Header] = [],
        body: [UInt8] = [],
        limit: Int
    ) throws(AWSError) -> HTTPResponse {
        try perform(S3Call(method, location, query: query, headers: headers, body: .bytes(body), limit: limit))
    }

    private func settings() throws(AWSError) -> SharedSettings {
        try SharedSettings(
            environment: options.environment,
            homeDirectory: options.homeDirectory,
            profile: options.profile
        )
    }

    private func region(of bucket: String, _ settings: SharedSettings) -> String {
        learntRegion(of: bucket) ?? options.region ?? settings.region ?? "us-east-1"
    }

    /// Where S3 said that a bucket is; nil: it has said nothing.
    func learntRegion(of bucket: String) -> String? { lock.withLock { regions[bucket] } }

    private func learn(_ region: String, of bucket: String) {
        lock.withLock {
            // More buckets than any device asks; a bound all the same.
            if regions.count >= 256 { regions.removeAll() }
            regions[bucket] = region
        }
    }
}
