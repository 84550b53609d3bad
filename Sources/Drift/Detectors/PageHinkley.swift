import Glibc

/// Cumulative sums of the distances from the running mean, upwards and downwards.
///
/// Threshold and delta are in the signal's units unless a reference is set, which is what one wants: with raw values of
/// a large spread it alarms all the time. O(1). Page, Continuous inspection schemes, Biometrika 41, 1954; Sebastião and
/// Fernandes, 2017.
public struct PageHinkley: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .pageHinkley }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The sums.
    public internal(set) var state = State()

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) {
        self.parameters = parameters
    }

    /// Takes a value; a drift when a sum has left its extremum by more than the threshold.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value.magnitude <= parameters.limit else { return record.skip() }
        if record.begin() { state = State() }
        state.add(parameters.reference?.standardised(value) ?? value, at: record.index, parameters)
        if state.mean.count >= Double(parameters.minimalInstances) { test() }
        return record.verdict
    }

    private mutating func test() {
        let up = state.increase - state.leastIncrease
        let down = state.mostDecrease - state.decrease
        if parameters.mode != .down, up > parameters.threshold {
            record.note(drift: up, over: parameters.threshold, .up, earliest: state.leastIndex + 1)
        } else if parameters.mode != .up, down > parameters.threshold {
            record.note(drift: down, over: parameters.threshold, .down, earliest: state.mostIndex + 1)
        }
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension PageHinkley {
    /// The sums.
    public struct State: Sendable {
        var mean = RunningMean()
        @ExactNumber var increase = 0.0
        @ExactNumber var decrease = 0.0
        @ExactNumber var leastIncrease = Double.infinity
        /// river begins with -1, which the first sum, delta, exceeds as well.
        @ExactNumber var mostDecrease = -Double.infinity
        /// With which value the sums were there.
        var leastIndex = -1
        var mostIndex = -1

        mutating func add(_ value: Double, at index: Int, _ parameters: Parameters) {
            mean.add(value)
            let distance = value - mean.mean
            increase = parameters.alpha * increase + distance - parameters.delta
            decrease = parameters.alpha * decrease + distance + parameters.delta
            if increase < leastIncrease {
                leastIncrease = increase
                leastIndex = index
            }
            if decrease > mostDecrease {
                mostDecrease = decrease
                mostIndex = index
            }
        }
    }
}

extension PageHinkley.State: DetectorState {
    private enum CodingKeys: String, CodingKey {
        case mean, increase, decrease
        case leastIncrease = "least_increase"
        case mostDecrease = "most_decrease"
        case leastIndex = "least_index"
        case mostIndex = "most_index"
    }

    /// Checks counts and indices, and that the sums are numbers.
    public func check(_ parameters: PageHinkley.Parameters, samples: Int) throws(DetectorError) {
        func check(_ holds: Bool, _ what: String) throws(DetectorError) {
            try DetectorError.check(state: .pageHinkley, holds, what)
        }
        try check(mean.isPlausible(samples: samples), "its mean is of \(mean.count) values")
        try check((-1..<max(1, samples)).contains(leastIndex), "least_index is \(leastIndex)")
        try check((-1..<max(1, samples)).contains(mostIndex), "most_index is \(mostIndex)")
        guard !parameters.isParity else { return }
        try check([mean.mean, increase, decrease].allSatisfy(\.isFinite), "a sum is not finite")
        try check(!leastIncrease.isNaN && !mostDecrease.isNaN, "an extremum is no number")
        // The sums differ by what delta has come to, whatever the values were.
        let turns =
            parameters.alpha == 1 ? mean.count : (1 - pow(parameters.alpha, mean.count)) / (1 - parameters.alpha)
        let excess = abs(decrease - increase - 2 * parameters.delta * turns)
        try check(excess <= 1e-6 * (abs(decrease) + abs(increase) + 1), "its sums do not belong together")
        try check(mean.count == 0 || leastIncrease <= increase, "least_increase is above the sum")
        try check(mean.count == 0 || mostDecrease >= decrease, "most_decrease is below the sum")
    }
}
