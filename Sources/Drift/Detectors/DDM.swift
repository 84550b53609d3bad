/// The share of errors against the least there was, in its deviations; 1 is an error.
///
/// Without the floor the first error after 31 or more right answers is a drift, since the least share and its deviation
/// are 0 by then. O(1). Gama, Medas, Castillo, Rodrigues, Learning with drift detection, SBIA 2004.
public struct DDM: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .ddm }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The share of errors, and the least.
    public internal(set) var state = State()

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) { self.parameters = parameters }

    /// Takes 0 or 1; a drift when the share of errors has risen far above its least.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value == 0 || value == 1 else { return record.skip() }
        if record.begin() { state = State() }
        state.share.add(value)
        let (count, share) = (state.share.count, state.share.mean)
        let deviation = (share * (1 - share) / count).squareRoot()
        guard count > Double(parameters.warmStart) else { return record.verdict }
        let sum = share + deviation
        if sum <= state.leastSum { state.noteLeast(share, deviation, isFloored: parameters.hasFloor) }
        record.note(warning: sum > state.leastShare + parameters.warningThreshold * state.leastDeviation)
        let limit = state.leastShare + parameters.driftThreshold * state.leastDeviation
        if sum > limit {
            record.note(drift: sum, over: limit, .up)
            record.note(warning: false)
        }
        return record.verdict
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension DDM {
    /// The share of errors, and the least.
    public struct State: Sendable {
        var share = RunningMean()
        @ExactNumber var leastSum = Double.infinity
        var leastShare = 0.0
        var leastDeviation = 0.0

        /// Notes the least share; its deviation is no less than that of one error in `count` + 2 values.
        mutating func noteLeast(_ share: Double, _ deviation: Double, isFloored: Bool) {
            leastSum = share + deviation
            leastShare = share
            leastDeviation = deviation
            guard isFloored else { return }
            let one = 1 / (self.share.count + 2)
            leastDeviation = max(deviation, (one * (1 - one) / self.share.count).squareRoot())
        }
    }
}

extension DDM.State: DetectorState {
    private enum CodingKeys: String, CodingKey {
        case share
        case leastSum = "least_sum"
        case leastShare = "least_share"
        case leastDeviation = "least_deviation"
    }

    /// Checks that they are shares, and that the least could be one of as many values as there were.
    public func check(_ parameters: DDM.Parameters, samples: Int) throws(DetectorError) {
        func check(_ holds: Bool, _ what: String) throws(DetectorError) {
            try DetectorError.check(state: .ddm, holds, what)
        }
        try check(share.isShare(samples: samples), "its share is \(share.mean) of \(share.count) values")
        let fewest = Double(parameters.warmStart + 1)
        guard share.count >= fewest else {
            return try check(leastSum == .infinity, "least_sum is \(leastSum)")
        }
        try check((0...1).contains(leastShare), "least_share is \(leastShare)")
        let deviation = leastSum - leastShare
        let variance = leastShare * (1 - leastShare)
        let counts = variance / (share.count + 1)...variance / fewest + 2e-12
        try check(deviation >= 0 && counts.contains(deviation * deviation + 1e-12), "least_sum is \(leastSum)")
        let most = parameters.hasFloor ? max(deviation, 1 / fewest) : deviation
        try check(
            abs(leastDeviation - deviation) < 1e-9 || (deviation...most).contains(leastDeviation),
            "least_deviation is \(leastDeviation)"
        )
    }
}

extension DDM {
    /// What can be set of DDM.
    public struct Parameters: DetectorParameters {
        /// Values before the first decision: 0 to 1,000,000.
        public let warmStart: Int
        /// Deviations above the least share from which on there is a warning: above 0.
        public let warningThreshold: Double
        /// Deviations above the least share from which on there is a drift: above 0.
        public let driftThreshold: Double
        /// Whether the least deviation has a floor.
        public let hasFloor: Bool

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            warmStart: Int = 30,
            warningThreshold: Double = 2,
            driftThreshold: Double = 3,
            hasFloor: Bool = true
        ) throws(DetectorError) {
            try DetectorError.check("warm_start", warmStart, in: 0...1_000_000)
            try DetectorError.check("warning_threshold", warningThreshold, above: 0, below: .infinity)
            try DetectorError.check("drift_threshold", driftThreshold, above: 0, below: .infinity)
            self.init(warmStart, warningThreshold, driftThreshold, hasFloor)
        }

        private init(_ warmStart: Int, _ warningThreshold: Double, _ driftThreshold: Double, _ hasFloor: Bool) {
            self.warmStart = warmStart
            self.warningThreshold = warningThreshold
            self.driftThreshold = driftThreshold
            self.hasFloor = hasFloor
        }

        /// river's with the floor.
        public static let standard = Parameters(30, 2, 3, true)
        /// river's.
        public static let river = Parameters(30, 2, 3, false)

        /// Whether the decisions are river's.
        public var isParity: Bool { !hasFloor }

        /// Takes river's names and `floor`.
        public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
            try self.init(
                warmStart: settings.take("warm_start", base.warmStart),
                warningThreshold: settings.take("warning_threshold", base.warningThreshold),
                driftThreshold: settings.take("drift_threshold", base.driftThreshold),
                hasFloor: settings.take("floor", base.hasFloor)
            )
        }

        /// All of it by name.
        public var settings: DetectorSettings {
            [
                "warm_start": .number(Double(warmStart)), "warning_threshold": .number(warningThreshold),
                "drift_threshold": .number(driftThreshold), "floor": .flag(hasFloor),
            ]
        }
    }
}
