import Glibc

/// Adaptive windowing: keeps as many of the latest values as have one mean, and tells when the older ones no longer fit.
///
/// The window is held as sums over 1, 2, 4, … values, a few of each: O(log width) memory. An update is O(1), and every
/// `clock`-th scans the sums for a cut. It looks at the mean: a change of the variance alone is missed, so feed it
/// (x − mean)² too. It is meant for values of about 1: small ones it hardly tells apart, and a single huge one blinds it,
/// so set a reference. Bifet and Gavaldà, Learning from time-changing data with adaptive windowing, SDM 2007.
public struct ADWIN: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .adwin }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The window's sums.
    public internal(set) var state: State

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) {
        self.parameters = parameters
        state = State(entriesPerRow: parameters.maximalBuckets)
    }

    /// The values in the window; right after a drift those that were kept.
    public var width: Int { Int(state.width) }
    /// The mean of the values in the window, in the signal's units; 0 when it is empty.
    public var mean: Double {
        guard state.width > 0 else { return 0 }
        let mean = state.total / state.width
        return parameters.reference.map { $0.mean + mean * $0.deviation } ?? mean
    }
    /// The sum of the values in the window, as they are reckoned.
    public var total: Double { state.total }
    /// The sum of the squares of the distances from the mean, as values are reckoned; what river calls the variance.
    public var squaredDeviations: Double { state.deviation }
    /// The population variance of the values in the window, as they are reckoned; 0 when it is empty.
    public var variance: Double { state.width > 0 ? state.deviation / state.width : 0 }
    /// The index of the first value after the latest cut, as ``DetectedChange`` counts; nil before the first.
    public var changeEstimate: Int? { record.change?.earliest }

    /// Takes a value; a drift when the window was cut.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value.magnitude <= parameters.limit else { return record.skip() }
        if record.begin() { state.clear() }
        state.insert(parameters.reference?.standardised(value) ?? value)
        state.tick += 1
        if state.tick == parameters.clock {
            state.tick = 0
            if state.width > Double(parameters.gracePeriod) { detect() }
        }
        return record.verdict
    }

    /// Drops the oldest sums for as long as some cut of the window has two means, then notes the drift.
    private mutating func detect() {
        var first: Cut?
        var last: Cut?
        while let cut = state.findCut(delta: parameters.delta, shortest: Double(parameters.minimalWindow)) {
            if first == nil { first = cut }
            last = cut
            state.dropOldest()
        }
        guard let first, let last else { return }
        if !parameters.isParity { state.sumAnew() }
        record.note(
            drift: first.difference.magnitude,
            over: first.threshold,
            last.difference < 0 ? .up : .down,
            earliest: record.samples - width,
            spent: parameters.afterDrift == .reset
        )
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension ADWIN {
    /// A place where the window has two means.
    struct Cut {
        /// The older mean less the newer.
        let difference: Double
        let threshold: Double
    }
}
