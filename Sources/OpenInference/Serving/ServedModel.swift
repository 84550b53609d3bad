public import Tensors

/// One model of the configuration, as it is served now.
public struct ServedModel: Sendable {
    /// Its name.
    public var name: String
    /// Whether it can answer.
    public var state: ServingState
    /// Why it is not ready; nil where it is.
    public var reason: String?
    /// What can be asked for: the version that serves first, then a candidate's on trial; none while nothing serves.
    public var versions: [ServedVersion]

    /// Makes one.
    public init(name: String, state: ServingState, reason: String? = nil, versions: [ServedVersion] = []) {
        self.name = name
        self.state = state
        self.reason = reason
        self.versions = versions
    }
}

/// Whether a model can answer, in the protocol's words.
public enum ServingState: String, Sendable {
    case ready = "READY"
    case unavailable = "UNAVAILABLE"
    /// It is on its way back into service.
    case loading = "LOADING"
    /// It is out of service, and still at work on what it has accepted.
    case unloading = "UNLOADING"
}

/// One version of a model that serves.
public struct ServedVersion: Sendable {
    /// What requests call it.
    public var version: String
    /// The digest of its bundle in hexadecimal; nil where it is not known.
    public var bundle: String?
    /// What it takes.
    public var inputs: [TensorSignature]
    /// What it gives.
    public var outputs: [TensorSignature]
    /// Names of classes, where it has any.
    public var classes: ClassNames
    /// What its file says of itself.
    public var metadata: [String: String]
    /// Most rows that run together.
    public var batchLimit: Int
    /// Threads within one run.
    public var threads: Int
    /// What became of its requests.
    public var statistics: ServingStatistics

    /// Makes one.
    public init(
        version: String,
        bundle: String? = nil,
        inputs: [TensorSignature],
        outputs: [TensorSignature],
        classes: ClassNames = .none,
        metadata: [String: String] = [:],
        batchLimit: Int = 1,
        threads: Int = 1,
        statistics: ServingStatistics = ServingStatistics()
    ) {
        self.version = version
        self.bundle = bundle
        self.inputs = inputs
        self.outputs = outputs
        self.classes = classes
        self.metadata = metadata
        self.batchLimit = batchLimit
        self.threads = threads
        self.statistics = statistics
    }
}
