import Glibc

/// Hoeffding's bound on the mean so far against the mean up to the best cut; for 0 and 1.
///
/// Few false alarms and no assumption but the range. O(1). Frías-Blanco and others, Online and non-parametric drift
/// detection methods based on Hoeffding's bounds, IEEE TKDE 27, 2015.
public struct HDDMA: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .hddmA }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The means so far.
    public internal(set) var state = State()
    private let logarithms: Logarithms

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) {
        self.parameters = parameters
        logarithms = Logarithms(parameters)
    }

    /// Takes 0 or 1; a drift when the mean has risen (two-sided: or fallen) since the best cut.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value == 0 || value == 1 else { return record.skip() }
        if record.begin() { state = State() }
        state.total.add(value)
        let total = state.total
        let bound = bound(total.count)
        if state.low.count == 0 || state.low.mean + self.bound(state.low.count) >= total.mean + bound {
            state.low = total
        }
        test(state.low, rise: total.mean - state.low.mean, .up)
        guard parameters.isTwoSided else { return record.verdict }
        if state.high.count == 0 || state.high.mean - self.bound(state.high.count) <= total.mean - bound {
            state.high = total
        }
        test(state.high, rise: state.high.mean - total.mean, .down)
        return record.verdict
    }

    /// Always with the confidence of a drift, as river has it.
    private func bound(_ count: Double) -> Double { (1 / (2 * count) * logarithms.bound).squareRoot() }

    private mutating func test(_ cut: RunningMean, rise: Double, _ direction: ChangeDirection) {
        var (isDrift, isWarning) = (false, false)
        if cut.count != state.total.count {
            let spread = (state.total.count - cut.count) / cut.count * (1 / state.total.count)
            let limit = (spread / 2 * logarithms.drift).squareRoot()
            isDrift = rise >= limit
            isWarning = !isDrift && rise >= (spread / 2 * logarithms.warning).squareRoot()
            if isDrift { record.note(drift: rise, over: limit, direction) }
        }
        // A look downwards takes back nothing that the look upwards has found.
        if direction == .up || isWarning { record.note(warning: isWarning) }
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension HDDMA {
    /// The means so far.
    public struct State: Sendable {
        /// Of all values.
        var total = RunningMean()
        /// Up to where it was lowest, and highest, with its bound.
        var low = RunningMean()
        var high = RunningMean()
    }

    /// Logarithms of the confidences, which every update needs.
    private struct Logarithms {
        let bound: Double
        let drift: Double
        let warning: Double

        init(_ parameters: Parameters) {
            bound = log(1 / parameters.driftConfidence)
            drift = log(2 / parameters.driftConfidence)
            warning = log(2 / parameters.warningConfidence)
        }
    }
}

extension HDDMA.State: DetectorState {
    /// Checks that they are means of as many values, or fewer.
    public func check(_ parameters: HDDMA.Parameters, samples: Int) throws(DetectorError) {
        let holds =
            total.isShare(samples: samples)
            && [low, high].allSatisfy { $0.isShare(samples: samples) && $0.count <= total.count }
            && (low.count > 0) == (total.count > 0)
            && (high.count > 0) == (parameters.isTwoSided && total.count > 0)
        try DetectorError.check(state: .hddmA, holds, "a mean or count cannot be")
    }
}

extension HDDMA {
    /// What can be set of HDDM_A.
    public struct Parameters: DetectorParameters {
        /// How improbable a drift must be: above 0, below 1.
        public let driftConfidence: Double
        /// How improbable a warning must be: above 0, below 1.
        public let warningConfidence: Double
        /// Whether falls are looked for, too.
        public let isTwoSided: Bool

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            driftConfidence: Double = 0.001,
            warningConfidence: Double = 0.005,
            isTwoSided: Bool = false
        ) throws(DetectorError) {
            try DetectorError.check("drift_confidence", driftConfidence, above: 0, below: 1)
            try DetectorError.check("warning_confidence", warningConfidence, above: 0, below: 1)
            self.init(driftConfidence, warningConfidence, isTwoSided)
        }

        private init(_ driftConfidence: Double, _ warningConfidence: Double, _ isTwoSided: Bool) {
            self.driftConfidence = driftConfidence
            self.warningConfidence = warningConfidence
            self.isTwoSided = isTwoSided
        }

        /// river's.
        public static let standard = Parameters(0.001, 0.005, false)
        /// river's.
        public static var river: Self { standard }

        /// The decisions are always river's.
        public var isParity: Bool { true }

        /// Takes river's names.
        public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
            try self.init(
                driftConfidence: settings.take("drift_confidence", base.driftConfidence),
                warningConfidence: settings.take("warning_confidence", base.warningConfidence),
                isTwoSided: settings.take("two_sided_test", base.isTwoSided)
            )
        }

        /// All of it by name.
        public var settings: DetectorSettings {
            [
                "drift_confidence": .number(driftConfidence), "warning_confidence": .number(warningConfidence),
                "two_sided_test": .flag(isTwoSided),
            ]
        }
    }
}
