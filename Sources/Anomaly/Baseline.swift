/// What a model was trained on and how its scores are judged: the file `baseline.json` beside `model.onnx`.
public struct Baseline: Codable, Sendable, Hashable {
    /// The version of the file that this program writes and reads.
    public static let schemaVersion = 1

    /// The model that it belongs to.
    public struct Model: Codable, Sendable, Hashable {
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

    /// A file that was trained on.
    public struct File: Codable, Sendable, Hashable {
        /// The file's name, without its folder.
        public let name: String
        /// The SHA-256 of the whole file, 64 lower-case hexadecimal digits.
        public let sha256: String
        /// The rows that were used.
        public let rows: Int

        /// Names a file.
        public init(name: String, sha256: String, rows: Int) {
            self.name = name
            self.sha256 = sha256
            self.rows = rows
        }
    }

    /// The rows that were trained on.
    public struct Source: Codable, Sendable, Hashable {
        /// The files, in the order in which they were read.
        public let files: [File]
        /// The time of the first row, RFC 3339; nil when rows have no time.
        public let start: String?
        /// The time of the last row, RFC 3339; nil when rows have no time.
        public let end: String?

        /// Names the rows.
        public init(files: [File], start: String? = nil, end: String? = nil) {
            self.files = files
            self.start = start
            self.end = end
        }
    }

    /// Always ``schemaVersion``.
    public let schemaVersion: Int
    /// Names this profile; equal for equal trainings.
    public let profileID: String
    /// The model.
    public let model: Model
    /// When it was trained, RFC 3339.
    public let created: String
    /// Rows that were trained on.
    public let rowCount: Int
    /// Where they came from.
    public let data: Source
    /// The windows that the model takes.
    public let window: WindowShape
    /// The fields of a row, in the order in which the model takes them; names are unique.
    public let fields: [FieldProfile]
    /// What the scores looked like.
    public let score: ScoreProfile

    private enum CodingKeys: String, CodingKey {
        case model, created, data, window, fields, score
        case schemaVersion = "schema_version"
        case profileID = "profile_id"
        case rowCount = "row_count"
    }

    /// Makes a baseline; one field or more.
    public init(
        profileID: String,
        model: Model,
        created: String,
        rowCount: Int,
        data: Source,
        window: WindowShape,
        fields: [FieldProfile],
        score: ScoreProfile
    ) {
        schemaVersion = Self.schemaVersion
        self.profileID = profileID
        self.model = model
        self.created = created
        self.rowCount = rowCount
        self.data = data
        self.window = window
        self.fields = fields
        self.score = score
    }

    /// The same baseline with another identifier and another time of training.
    public func with(profileID: String, created: String) -> Baseline {
        Baseline(
            profileID: profileID,
            model: model,
            created: created,
            rowCount: rowCount,
            data: data,
            window: window,
            fields: fields,
            score: score
        )
    }

    /// The rule for scores; `factor` takes the place of the one chosen in training.
    public func rule(factor: Double? = nil) throws(AnomalyError) -> AnomalyRule { try score.rule(factor: factor) }
}
