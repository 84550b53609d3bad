/// Compares the newest values of a sliding window with as many drawn from the rest, by Kolmogorov and Smirnov.
///
/// It sees any change of the distribution. The test is exact, and an integer comparison; the window is kept in order, so
/// that a test is one walk over it. An update is O(window), the window at most 10,000. Alarms lie at least a window
/// apart. Raab, Heusinger, Schleif, Reactive soft prototype computing for concept drift streams, Neurocomputing 2020.
public struct KSWIN: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .kswin }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The window, and what draws from it.
    public internal(set) var state: State
    /// The distance, in n-ths, from which on the two are too different.
    private let critical: Int
    private var ranking: Ranking

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) {
        self.parameters = parameters
        state = State(parameters)
        critical = ExactKolmogorovSmirnov.critical(parameters.statSize, alpha: parameters.alpha)
        ranking = Ranking(capacity: parameters.windowSize)
    }

    /// Takes a value; a drift when the newest values differ from those before them.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value.isFinite else { return record.skip() }
        if record.begin() { begin() }
        if state.count == parameters.windowSize {
            ranking.remove(slot: state.oldest, of: state.window)
            state.replaceOldest(by: value)
        } else {
            state.window.append(value)
        }
        ranking.insert(slot: state.newest, of: state.window)
        if state.count == parameters.windowSize { step() }
        return record.verdict
    }

    private mutating func begin() {
        state.clear()
        if parameters.isReseeded { state.source.begin(seed: parameters.seed) }
        ranking.clear()
    }

    private mutating func step() {
        state.untested += 1
        guard state.untested >= parameters.interval else { return }
        state.untested = 0
        let size = parameters.statSize
        ranking.mark(size, oldest: state.oldest, from: &state.source)
        let distance = ranking.distance(of: state.window)
        // Of large samples a small distance is significant, but means little.
        guard distance.magnitude >= critical, 10 * Int(distance.magnitude) > size else { return }
        record.note(
            drift: Double(distance.magnitude) / Double(size),
            over: Double(critical) / Double(size),
            distance > 0 ? .down : .up,
            earliest: record.samples - size,
            pValue: ExactKolmogorovSmirnov.probability(size, distance: Int(distance.magnitude))
        )
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
        ranking.fill(with: state.window, oldest: state.oldest)
    }
}
