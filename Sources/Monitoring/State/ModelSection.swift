/// How a model of the configuration stands.
package struct ModelSection: Sendable, Equatable, Encodable {
    /// A version that was there before.
    package struct Resident: Sendable, Equatable, Encodable {
        package var version: String
        package var digest: String
        /// RFC 3339.
        package var since: String?
        package var signed: Bool?

        /// Makes one.
        package init(version: String, digest: String, since: String?, signed: Bool?) {
            self.version = version
            self.digest = digest
            self.since = since
            self.signed = signed
        }
    }

    /// A bundle that is not taken again.
    package struct Rejected: Sendable, Equatable, Encodable {
        package var digest: String
        package var code: String

        /// Makes one.
        package init(digest: String, code: String) {
            self.digest = digest
            self.code = code
        }
    }

    /// The last second.
    package struct Recent: Sendable, Equatable, Encodable {
        package var requestsPerSecond = 0.0
        package var windowsPerSecond = 0.0
        package var errorsPerSecond = 0.0
        /// Of the last second with an answer.
        package var p99: Int?

        /// Makes one of a model that has nothing to do.
        package init() {}

        enum CodingKeys: String, CodingKey {
            case requestsPerSecond = "requests_per_s"
            case windowsPerSecond = "windows_per_s"
            case errorsPerSecond = "errors_per_s"
            case p99 = "p99_us"
        }
    }

    package var name: String
    package var version: String
    /// True when it can answer.
    package var isReady = false
    /// Why it does not serve.
    package var reason: String?
    package var digest: String?
    package var confirmed: Bool?
    package var since: String?
    package var signed: Bool?
    package var previous: Resident?
    package var candidate: CandidateSection?
    package var job: String?
    package var securityFloor: Int?
    package var rejected: [Rejected] = []
    /// Requests that were answered, errors not included.
    package var requests = 0
    package var windows = 0
    package var errors = 0
    /// Errors that the model is to blame for.
    package var faults = 0
    package var runs = 0
    /// Requests or windows a run.
    package var batchMean: Double?
    /// Runs by the number of requests or windows joined; the names are upper bounds.
    package var batchSizes: [String: Int] = [:]
    package var batchLimit: Int?
    package var threads: Int?
    package var ownThread = false
    /// Requests and windows that have not run.
    package var queue = 0
    package var latency = LatencySection()
    package var run = LatencySection()
    package var recent = Recent()
    package var drift: String?
    /// Of requests; not part of the document.
    package var latencies = Histogram()
    /// Of runs; not part of the document.
    package var runTimes = Histogram()

    /// Makes one of a model that has answered nothing.
    package init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    enum CodingKeys: String, CodingKey {
        case name, version, state, reason, digest, confirmed, since, signed, previous, candidate, job, rejected
        case requests, windows, errors, faults, runs, threads, queue, latency, run, recent, drift
        case securityFloor = "security_floor"
        case batchMean = "batch_mean"
        case batchSizes = "batch_sizes"
        case batchLimit = "batch_limit"
        case ownThread = "own_thread"
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try encodeBundles(to: &members)
        try members.encode(requests, forKey: .requests)
        try members.encode(windows, forKey: .windows)
        try members.encode(errors, forKey: .errors)
        try members.encode(faults, forKey: .faults)
        try members.encode(runs, forKey: .runs)
        try members.encodeIfPresent(batchMean, forKey: .batchMean)
        try members.encode(batchSizes, forKey: .batchSizes)
        try members.encodeIfPresent(batchLimit, forKey: .batchLimit)
        try members.encodeIfPresent(threads, forKey: .threads)
        try members.encode(ownThread, forKey: .ownThread)
        try members.encode(queue, forKey: .queue)
        try members.encode(latency, forKey: .latency)
        try members.encode(run, forKey: .run)
        try members.encode(recent, forKey: .recent)
        try members.encodeIfPresent(drift, forKey: .drift)
    }

    private func encodeBundles(to members: inout KeyedEncodingContainer<CodingKeys>) throws {
        try members.encode(name, forKey: .name)
        try members.encode(version, forKey: .version)
        try members.encode(isReady ? "ready" : "unavailable", forKey: .state)
        try members.encodeIfPresent(reason, forKey: .reason)
        try members.encodeIfPresent(digest, forKey: .digest)
        try members.encodeIfPresent(confirmed, forKey: .confirmed)
        try members.encodeIfPresent(since, forKey: .since)
        try members.encodeIfPresent(signed, forKey: .signed)
        try members.encodeIfPresent(previous, forKey: .previous)
        try members.encodeIfPresent(candidate, forKey: .candidate)
        try members.encodeIfPresent(job, forKey: .job)
        try members.encodeIfPresent(securityFloor, forKey: .securityFloor)
        try members.encode(rejected, forKey: .rejected)
    }
}
