/// The members of `baseline.json` that drift knows, as they stand there.
struct ProfileDocument: Decodable {
    struct Version: Decodable {
        let schemaVersion: Int
        enum CodingKeys: String, CodingKey { case schemaVersion = "schema_version" }
    }

    struct Model: Decodable {
        let name: String
        let sha256: String
    }

    struct Feature: Decodable {
        let name: String
        let type: String
        let place: Int?
        let scope: FeatureScope?
        let count: Int
        let missing: Int
        let nonFinite: Int
        let longestRun: Int?
        let limits: [String: [Double]]?
        let min: Double?
        let max: Double?
        let mean: Double?
        let sd: Double?
        let quantiles: [String: Double]?
        let decileEdges: [Double]?
        let binCounts: [Int]?
        let lag1: Double?
        let integerValued: Bool?
        let sample: [Double]?
        let domain: [String]?
        let domainCounts: [Int]?

        enum CodingKeys: String, CodingKey {
            case name, type, place, scope, count, missing, limits, min, max, mean, sd, quantiles, lag1, sample, domain
            case nonFinite = "non_finite"
            case longestRun = "longest_run"
            case decileEdges = "decile_edges"
            case binCounts = "bin_counts"
            case integerValued = "integer_valued"
            case domainCounts = "domain_counts"
        }
    }

    struct Multivariate: Decodable {
        let share: Double
        let tSquaredLimit: Double
        let squaredErrorLimit: Double
        let meanError: Double
        let limits: [Double]
        let correlation: String

        enum CodingKeys: String, CodingKey {
            case share, limits, correlation
            case tSquaredLimit = "t2_limit"
            case squaredErrorLimit = "q_limit"
            case meanError = "mean_error"
        }
    }

    struct Drift: Decodable {
        let windowSizes: [Int]
        let intervalSeconds: Double?
        let errorRate: Double?
        let multivariate: Multivariate?
        let features: [Feature]?

        enum CodingKeys: String, CodingKey {
            case multivariate, features
            case windowSizes = "window_sizes"
            case intervalSeconds = "interval_s"
            case errorRate = "error_rate"
        }
    }

    /// The part whose schema is looked at before all else.
    struct Schema: Decodable {
        let schemaVersion: Int
        let drift: Version?

        enum CodingKeys: String, CodingKey {
            case drift
            case schemaVersion = "schema_version"
        }
    }

    let profileID: String
    let model: Model
    let created: String
    let rowCount: Int
    let fields: [Feature]
    let drift: Drift?

    enum CodingKeys: String, CodingKey {
        case model, created, fields, drift
        case profileID = "profile_id"
        case rowCount = "row_count"
    }
}
