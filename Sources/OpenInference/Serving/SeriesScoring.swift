/// Finds anomalies in a series with a model that is in service.
public protocol SeriesScoring: Sendable {
    /// Scores the rows of a CSV file with a header.
    ///
    /// - Parameters:
    ///   - csv: The file.
    ///   - model: The model's name; nil: the only one that finds anomalies.
    /// - Returns: Scores and decisions.
    /// - Throws: `badInput` for a file that cannot be read, `unknownModel`, `notReady`, `overloaded`, `internal`.
    func score(_ csv: [UInt8], model: String?) async throws(InferError) -> ScoredSeries
}

/// A series with its scores and decisions.
public struct ScoredSeries: Sendable {
    /// A stretch of anomalous rows, counted from 0.
    public struct Episode: Sendable, Equatable {
        /// The row at which it begins.
        public var first: Int
        /// The row at which it ends; nil: it had not ended with the last row.
        public var last: Int?
        /// The highest score.
        public var peak: Double

        /// Makes one from its parts.
        public init(first: Int, last: Int?, peak: Double) {
            self.first = first
            self.last = last
            self.peak = peak
        }
    }

    /// The model's name.
    public var model: String
    /// Its version.
    public var version: String
    /// What scores are compared with.
    public var threshold: Double
    /// The names of the columns that were read, in the order of the model.
    public var fields: [String]
    /// The smoothed score of the window that ends with a row; nil where none does.
    public var scores: [Double?]
    /// Which rows are anomalous.
    public var decisions: [Bool]
    /// Stretches of anomalous rows.
    public var episodes: [Episode]
    /// Rows that were passed over: a number is missing or too large, or the time is not later than the row's before.
    public var passedOver: Int
    /// Draws it as PNG; nil: nothing here can.
    public var picture: (@Sendable () async throws(InferError) -> [UInt8])?

    /// Makes one from its parts.
    public init(
        model: String,
        version: String,
        threshold: Double,
        fields: [String],
        scores: [Double?],
        decisions: [Bool],
        episodes: [Episode],
        passedOver: Int,
        picture: (@Sendable () async throws(InferError) -> [UInt8])?
    ) {
        self.model = model
        self.version = version
        self.threshold = threshold
        self.fields = fields
        self.scores = scores
        self.decisions = decisions
        self.episodes = episodes
        self.passedOver = passedOver
        self.picture = picture
    }
}
