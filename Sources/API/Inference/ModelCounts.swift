import OpenInference

/// `GET …/stats`.
struct StatisticsList: Encodable {
    let modelStats: [ModelCounts]

    init(_ modelStats: [ModelCounts]) { self.modelStats = modelStats }

    private enum CodingKeys: String, CodingKey { case modelStats = "model_stats" }
}

/// What became of one version's requests.
struct ModelCounts: Encodable {
    /// A count, and the time of all in nanoseconds.
    struct Time: Encodable {
        let count: Int
        let ns: Int64

        init(_ sum: ServingStatistics.Sum) { (count, ns) = (sum.count, sum.nanoseconds) }

        /// What takes no time of its own here.
        static let none = Time(ServingStatistics.Sum())
    }

    /// Requests by what became of them, and where their time went.
    struct Inference: Encodable {
        let success: Time
        let fail: Time
        let queue: Time
        let computeInput = Time.none
        let computeInfer: Time
        let computeOutput = Time.none
        let cacheHit = Time.none
        let cacheMiss = Time.none

        private enum CodingKeys: String, CodingKey {
            case success, fail, queue
            case computeInput = "compute_input"
            case computeInfer = "compute_infer"
            case computeOutput = "compute_output"
            case cacheHit = "cache_hit"
            case cacheMiss = "cache_miss"
        }
    }

    /// Runs of one number of rows.
    struct Batch: Encodable {
        let batchSize: Int
        let computeInput = Time.none
        let computeInfer: Time
        let computeOutput = Time.none

        private enum CodingKeys: String, CodingKey {
            case batchSize = "batch_size"
            case computeInput = "compute_input"
            case computeInfer = "compute_infer"
            case computeOutput = "compute_output"
        }
    }

    /// There is none to tell.
    struct Nothing: Encodable {}

    let name: String
    let version: String
    let lastInference: Int64
    let inferenceCount: Int
    let executionCount: Int
    let inferenceStats: Inference
    let responseStats = [String: Nothing]()
    let batchStats: [Batch]
    let memoryUsage: [Nothing] = []

    init(_ model: ServedModel, _ version: ServedVersion) {
        let statistics = version.statistics
        name = model.name
        self.version = version.version
        lastInference = statistics.lastInference
        inferenceCount = statistics.rows
        executionCount = statistics.runs
        inferenceStats = Inference(
            success: Time(statistics.success),
            fail: Time(statistics.failure),
            queue: Time(statistics.queue),
            computeInfer: Time(statistics.run)
        )
        batchStats = statistics.runsByRows.sorted { $0.key < $1.key }
            .map { Batch(batchSize: $0.key, computeInfer: Time($0.value)) }
    }

    private enum CodingKeys: String, CodingKey {
        case name, version
        case lastInference = "last_inference"
        case inferenceCount = "inference_count"
        case executionCount = "execution_count"
        case inferenceStats = "inference_stats"
        case responseStats = "response_stats"
        case batchStats = "batch_stats"
        case memoryUsage = "memory_usage"
    }
}
