import Glibc

/// The distance between errors against the greatest there was; 1 is an error.
///
/// For comparison with river only. It alarms often without a drift. O(1). Baena-García and others, Early drift detection method, 2006.
public struct EDDM: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .eddm }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The distances so far.
    public internal(set) var state = State()

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) { self.parameters = parameters }

    /// Takes 0 or 1; a drift when errors have come much closer to one another.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value == 0 || value == 1 else { return record.skip() }
        if record.begin() { state = State() }
        state.count += 1
        guard value == 1 else { return record.verdict }
        state.add(distance: state.count - state.last)
        if state.count > Double(parameters.warmStart) { test() }
        state.last = state.count
        return record.verdict
    }

    private mutating func test() {
        let spread = state.spread
        if spread > state.greatest {
            state.greatest = spread
        } else if state.distance.count > Double(parameters.warmStart) {
            let level = spread / state.greatest
            if level < parameters.beta {
                record.note(drift: level, over: parameters.beta, .up)
            } else {
                record.note(warning: level < parameters.alpha)
            }
        }
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension EDDM {
    /// The distances so far.
    public struct State: Sendable {
        /// All values, and of which the latest error was.
        var count = 0.0
        var last = 0.0
        var distance = RunningMean()
        var squares = 0.0
        var greatest = -1.0

        mutating func add(distance value: Double) {
            let before = distance.mean
            distance.add(value)
            squares += (value - before) * (value - distance.mean)
        }

        /// The mean distance and two sample deviations.
        var spread: Double {
            let variance = distance.count > 1 ? squares / (distance.count - 1) : 0
            // The power, not the root: it is what river takes, and may differ in the last bit.
            return distance.mean + 2 * pow(variance, 0.5)
        }
    }

    /// What can be set of EDDM.
    public struct Parameters: DetectorParameters {
        /// Values, and then errors, before the first decision: 0 to 1,000,000.
        public let warmStart: Int
        /// The part of the greatest distance below which there is a warning: above 0, at most 1.
        public let alpha: Double
        /// The part of the greatest distance below which there is a drift: above 0, at most alpha.
        public let beta: Double

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(warmStart: Int = 30, alpha: Double = 0.95, beta: Double = 0.9) throws(DetectorError) {
            try DetectorError.check("warm_start", warmStart, in: 0...1_000_000)
            try DetectorError.check("alpha", alpha, from: .leastNormalMagnitude, to: 1)
            try DetectorError.check("beta", beta, from: .leastNormalMagnitude, to: alpha)
            self.init(warmStart, alpha, beta)
        }

        private init(_ warmStart: Int, _ alpha: Double, _ beta: Double) {
            self.warmStart = warmStart
            self.alpha = alpha
            self.beta = beta
        }

        /// river's.
        public static let standard = Parameters(30, 0.95, 0.9)
        /// river's.
        public static var river: Self { standard }

        /// The decisions are always river's.
        public var isParity: Bool { true }

        /// Takes river's names.
        public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
            try self.init(
                warmStart: settings.take("warm_start", base.warmStart),
                alpha: settings.take("alpha", base.alpha),
                beta: settings.take("beta", base.beta)
            )
        }

        /// All of it by name.
        public var settings: DetectorSettings {
            ["warm_start": .number(Double(warmStart)), "alpha": .number(alpha), "beta": .number(beta)]
        }
    }
}

extension EDDM.State: DetectorState {
    /// Checks counts, and that the distances are some.
    public func check(_ parameters: EDDM.Parameters, samples: Int) throws(DetectorError) {
        let counts = RunningMean(count: count).isPlausible(samples: samples) && last <= count
        let errors = distance.isPlausible(samples: Int(min(count, Double(samples)))) && last >= distance.count
        try DetectorError.check(state: .eddm, counts && errors && last == last.rounded(), "a count cannot be")
        let distances = distance.mean >= 0 && distance.mean <= count && squares >= 0 && squares.isFinite
        let known = greatest == -1 || (greatest >= 0 && greatest <= 4 * max(1, count))
        try DetectorError.check(state: .eddm, distances && known, "a distance cannot be")
    }
}
