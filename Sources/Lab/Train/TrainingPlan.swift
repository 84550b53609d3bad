public import Anomaly
public import Telemetry
public import Training

/// What is to be trained, on what.
public struct TrainingPlan: Sendable {
    /// The kind of model, and how it is trained.
    public enum Family: Sendable {
        /// The window autoencoder, in closed form.
        case window(WindowAutoencoder.Options)
        /// The dense autoencoder, by gradient descent.
        case dense(DenseAutoencoder.Options)

        /// Rows in a window.
        public var window: Int {
            switch self {
            case .window(let options): options.window
            case .dense(let options): options.window
            }
        }
    }

    /// Columns that say what is wrong, rather than measure it; left out unless they are named.
    public static let labelColumns = [anomalyColumn, "changepoint", "label"]
    /// The column that marks rows as anomalous, if there is one of this name.
    static let anomalyColumn = "anomaly"

    /// The files, in order.
    public var files: [String]
    /// What stands between cells; nil: found out.
    public var delimiter: UInt8?
    /// The columns to learn; nil: all but times, labels and those left out.
    public var columns: [String]?
    /// Columns to leave out.
    public var excluded: [String] = []
    /// Where the times stand.
    public var time: CSVOptions.Time = .automatic
    /// The column that tells whose row it is; nil: all rows of a file are of one stream.
    public var key: String?
    /// Which rows of each file.
    public var rows: RowSelection = .all
    /// The kind of model.
    public var family: Family
    /// Rows from one window's end to the next, when scoring.
    public var stride = 1
    /// The longest time between two rows of a window; nil: any.
    public var maximalGapSeconds: Double?
    /// How scores are judged.
    public var choice = ScoreProfile.Choice()
    /// The threads of one computation.
    public var threads = 1

    /// Plans a training; all else is as it is by default.
    public init(files: [String], family: Family) {
        self.files = files
        self.family = family
    }

    /// The windows as live bindings and scoring cut them.
    func shape() throws(AnomalyError) -> WindowShape {
        try WindowShape(size: family.window, stride: stride, maximalGapSeconds: maximalGapSeconds)
    }
}
