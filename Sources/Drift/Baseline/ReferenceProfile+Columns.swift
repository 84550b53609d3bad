extension ReferenceProfile {
    /// What is chosen besides the rows.
    public struct Choice: Sendable, Hashable {
        /// The sizes of windows that limits are calibrated for, rising: each 2 or more, 8 of them at most.
        public var windowSizes = ReferenceProfile.usualWindowSizes
        /// The part of the variance that components keep at least.
        public var varianceShare = PrincipalComponents.usualShare
        /// The part of training rows that the model was wrong in; nil: not known.
        public var errorRate: Double?
        /// Seconds from one row to the next, as a rule; nil: not known.
        public var intervalSeconds: Double?
        /// Bytes of the file that are left for what others write into it.
        public var reservedBytes = 4_096

        /// The usual.
        public init() {}
    }

    /// Describes the rows of training: a sort of each column and some passes over it.
    ///
    /// Samples are as long as the bound of the file allows (64 KiB up to 64 features, then 1 KiB for each).
    ///
    /// - Parameters:
    ///   - columns: The features in order, of equally many rows in order of time.
    ///   - model: The model.
    ///   - profileID: Names the profile; equal for equal trainings.
    ///   - created: When, RFC 3339.
    ///   - choice: What is chosen besides.
    /// - Throws: When columns cannot be profiled, or no file of the bound can hold them.
    public init(
        columns: [ReferenceColumn],
        model: Model,
        profileID: String,
        created: String,
        choice: Choice = Choice()
    ) throws(BaselineError) {
        try Self.check(columns, choice)
        let limit = ProfileSize.limit(features: columns.count) - choice.reservedBytes
        let draft = try Draft(columns, choice)
        let reserve = Self.calibratedBytes(columns, choice)
        var (size, isCalibrated) = (ProfileSize(), false)
        while true {
            let made = try draft.profile(size, model, profileID, created, isCalibrated: isCalibrated)
            let bytes = try made.ownText().utf8.count
            // Calibrating is the long part: it waits until the samples are short enough, with room for its own text.
            let room = isCalibrated ? limit : limit - reserve
            if bytes > room {
                size = try Self.smaller(size, by: bytes - room, columns, bytes: bytes, limit)
            } else if isCalibrated {
                self = made
                return
            } else {
                isCalibrated = true
            }
        }
    }

    private static func smaller(
        _ size: ProfileSize,
        by excess: Int,
        _ columns: [ReferenceColumn],
        bytes: Int,
        _ limit: Int
    ) throws(BaselineError) -> ProfileSize {
        guard let smaller = size.smaller(by: excess, features: columns.count) else {
            throw .tooLarge(bytes: bytes, limit: limit)
        }
        return smaller
    }

    private static func calibratedBytes(_ columns: [ReferenceColumn], _ choice: Choice) -> Int {
        let sizes = choice.windowSizes.filter { columns[0].rows / $0 >= Calibration.fewestPieces }.count
        return columns.count * (60 + 4 * 7 * sizes)
    }

    private static func check(_ columns: [ReferenceColumn], _ choice: Choice) throws(BaselineError) {
        guard (1...mostFeatures).contains(columns.count), let rows = columns.first?.rows, rows > 0,
            columns.allSatisfy({ $0.rows == rows })
        else {
            throw .unusableRows(
                "\(columns.count) columns; expected 1 to \(mostFeatures) of equally many rows, at least one"
            )
        }
        guard Set(columns.map(\.name)).count == columns.count else {
            throw .unusableRows("two columns have one name; rename one of them")
        }
        let sizes = choice.windowSizes
        guard sizes.count <= 8, sizes.allSatisfy({ (2...WindowSpan.largest).contains($0) }),
            zip(sizes, sizes.dropFirst()).allSatisfy(<)
        else { throw .unusableRows("window sizes \(sizes); expected up to 8, rising, such as 200, 500 and 1000") }
        guard choice.varianceShare > 0, choice.varianceShare <= 1, (0...1).contains(choice.errorRate ?? 0),
            choice.intervalSeconds ?? 1 > 0, choice.intervalSeconds ?? 1 < 1e9
        else {
            throw .unusableRows(
                "a share of variance, an error rate or an interval is out of range; expected 0 to 1, above 0"
            )
        }
    }

    /// What does not depend on how much of each feature is kept.
    private struct Draft {
        let columns: [ReferenceColumn]
        let choice: Choice
        let multivariate: MultivariateProfile?

        init(_ columns: [ReferenceColumn], _ choice: Choice) throws(BaselineError) {
            self.columns = columns
            self.choice = choice
            var (inputs, profiles) = ([[Double]](), [NumericProfile]())
            for column in columns where column.scope == .input {
                guard case .numeric(let values) = column.values, let profile = NumericProfile(values, sampleSize: 0)
                else { continue }
                inputs.append(values)
                profiles.append(profile)
            }
            multivariate = MultivariateProfile(
                columns: inputs,
                features: profiles,
                share: choice.varianceShare,
                windowSizes: choice.windowSizes
            )
        }

        func profile(
            _ size: ProfileSize,
            _ model: Model,
            _ profileID: String,
            _ created: String,
            isCalibrated: Bool
        ) throws(BaselineError) -> ReferenceProfile {
            var features: [FeatureProfile] = []
            for column in columns {
                let feature = try FeatureProfile(column, size)
                features.append(isCalibrated ? feature.calibrated(on: column, choice.windowSizes) : feature)
            }
            return ReferenceProfile(
                profileID: profileID,
                model: model,
                created: created,
                rowCount: columns[0].rows,
                features: features,
                windowSizes: choice.windowSizes,
                multivariate: multivariate,
                errorRate: choice.errorRate.map { $0.rounded(digits: 9) },
                intervalSeconds: choice.intervalSeconds.map { $0.rounded(digits: 9) }
            )
        }
    }
}
