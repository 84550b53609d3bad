public import Foundation
public import Transfer

/// Asks S3, or a server that speaks like it, on the thread that calls; any number of threads may call at once.
///
/// `@unchecked Sendable`: `regions` is only touched while `lock` is held; all else is constant.
public final class S3Client: @unchecked Sendable {
    private let options: S3Options
    let credentials: CredentialChain
    private let http: HTTPClient
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
        let settings = try SharedSettings(
            environment: options.environment,
            homeDirectory: options.homeDirectory,
            profile: options.profile
        )
        let region = learntRegion(of: location.bucket) ?? options.region ?? settings.region ?? "us-east-1"
        let endpoint = try AWSEndpoints(explicit: options.endpoint, settings: settings)
            .endpoint(of: .s3, region: region)
        let addressing = S3Addressing(endpoint: endpoint, usesPathStyle: options.usesPathStyle)
        let parameters = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let url = try addressing.url(of: location) + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
        return SignatureV4.sign(
            HTTPRequest(method, url, headers: headers, body: body),
            service: "s3",
            region: region,
            credentials: try credentials.credentials(),
            date: clock()
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
        let answer = S3Answer(status: status, headers: headers, body: body)
        if let region = answer.region, AWSEndpoints.isHostLabel(region), learn(region, of: location.bucket) {
            return AWSError(
                answer.code,
                "\(location.bucket) is in the region \(region); it will be asked there. Set the region to \(region) "
                    + "to spare the detour",
                isPassing: true
            )
        }
        if answer.isKeyRefused { credentials.forget() }
        return answer.error(location, now: clock())
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
        let known = learntRegion(of: location.bucket)
        let first = try send(method, location, query, headers, body, limit)
        if (200..<300).contains(first.status) { return first }
        let failure = failure(location, first)
        guard learntRegion(of: location.bucket) != known else { throw failure }
        let second = try send(method, location, query, headers, body, limit)
        guard (200..<300).contains(second.status) else { throw self.failure(location, second) }
        return second
    }

    private func send(
        _ method: String,
        _ location: S3Location,
        _ query: [(name: String, value: String)],
        _ headers: [HTTPRequest.Header],
        _ body: [UInt8],
        _ limit: Int
    ) throws(AWSError) -> HTTPResponse {
        let request = try request(method, location, query: query, headers: headers, body: body)
        do throws(TransferError) {
            return try http.send(request, limit: limit)
        } catch {
            throw AWSError("Transfer", "\(location): \(error.message)", isPassing: error.isPassing)
        }
    }

    private func failure(_ location: S3Location, _ response: HTTPResponse) -> AWSError {
        failure(location, status: response.status, headers: response.headers, body: response.body)
    }

    private func learntRegion(of bucket: String) -> String? { lock.withLock { regions[bucket] } }

    /// True when that is news.
    private func learn(_ region: String, of bucket: String) -> Bool {
        lock.withLock {
            guard regions[bucket] != region else { return false }
            // More buckets than any device asks; a bound all the same.
            if regions.count >= 256 { regions.removeAll() }
            regions[bucket] = region
            return true
        }
    }
}
