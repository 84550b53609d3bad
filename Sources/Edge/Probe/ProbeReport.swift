/// What a probe has found of a model that is well.
public struct ProbeReport: Sendable, Equatable, Codable {
    /// From opening the file to a session that can run, milliseconds.
    public var loadMilliseconds: Double
    /// The 99th percentile of a run, microseconds; nil where no inputs were at hand that the model takes.
    public var p99Microseconds: Int?
    /// The most memory that the probe had resident, ONNX Runtime included, MiB rounded up.
    public var rssMiB: Int
    /// Golden tests that were held.
    public var tests: Int
    /// Runs that were timed.
    public var runs: Int
    /// The version of ONNX Runtime that ran it.
    public var runtime: String
    /// False where the kernel could not take network and files from the probe.
    public var isConfined: Bool

    /// Makes a report.
    public init(
        loadMilliseconds: Double,
        p99Microseconds: Int?,
        rssMiB: Int,
        tests: Int,
        runs: Int,
        runtime: String,
        isConfined: Bool
    ) {
        self.loadMilliseconds = loadMilliseconds
        self.p99Microseconds = p99Microseconds
        self.rssMiB = rssMiB
        self.tests = tests
        self.runs = runs
        self.runtime = runtime
        self.isConfined = isConfined
    }

    private enum CodingKeys: String, CodingKey {
        case loadMilliseconds = "load_ms"
        case p99Microseconds = "p99_us"
        case rssMiB = "rss_mib"
        case tests
        case runs
        case runtime
        case isConfined = "confined"
    }
}
