/// What a model's rows looked like in training: the part of `baseline.json` that drift is measured against.
///
/// The file is shared with the baseline of anomalies: numeric inputs are its `fields`, all else is its member `drift`.
public struct ReferenceProfile: Sendable, Hashable {
    /// The schema of the file that this program writes and reads.
    public static let fileSchema = 1
    /// The schema of the file's part on drift.
    public static let driftSchema = 1
    /// The most features.
    public static let mostFeatures = 512
    /// The most rows of training; far more than there can be, and sums of counts stay countable.
    public static let mostRows = 1_000_000_000_000_000
    /// The most bytes of a whole file, with what others have written into it.
    public static let largestFile = 1 << 20
    /// The sizes of windows that are calibrated unless told otherwise.
    public static let usualWindowSizes = [200, 500, 1000]

    /// The model that it belongs to.
    public struct Model: Sendable, Hashable {
        /// The model's name.
        public let name: String
        /// The SHA-256 of `model.onnx`, 64 lower-case hexadecimal digits.
        public let sha256: String

        /// Names a model.
        public init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// Names this profile.
    public let profileID: String
    /// The model.
    public let model: Model
    /// When it was made, RFC 3339.
    public let created: String
    /// Rows of training.
    public let rowCount: Int
    /// The features, in order.
    public let features: [FeatureProfile]
    /// The sizes of windows that limits were calibrated for, rising.
    public let windowSizes: [Int]
    /// How numeric inputs vary together; nil where there are fewer than 2, more than 64, or too few whole rows.
    public let multivariate: MultivariateProfile?
    /// The part of training rows that the model was wrong in; nil: not known.
    public let errorRate: Double?
    /// Seconds from one row to the next, as a rule; nil: not known.
    public let intervalSeconds: Double?

    init(
        profileID: String,
        model: Model,
        created: String,
        rowCount: Int,
        features: [FeatureProfile],
        windowSizes: [Int],
        multivariate: MultivariateProfile?,
        errorRate: Double?,
        intervalSeconds: Double?
    ) {
        self.profileID = profileID
        self.model = model
        self.created = created
        self.rowCount = rowCount
        self.features = features
        self.windowSizes = windowSizes
        self.multivariate = multivariate
        self.errorRate = errorRate
        self.intervalSeconds = intervalSeconds
    }

    /// The same profile with another identifier and another time.
    public func with(profileID: String, created: String) -> ReferenceProfile {
        ReferenceProfile(
            profileID: profileID,
            model: model,
            created: created,
            rowCount: rowCount,
            features: features,
            windowSizes: windowSizes,
            multivariate: multivariate,
            errorRate: errorRate,
            intervalSeconds: intervalSeconds
        )
    }

    /// The names of the numeric inputs, in order.
    public var fields: [String] { features.lazy.filter(\.isField).map(\.name) }
}
