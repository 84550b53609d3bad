import Anomaly
import Telemetry

/// One stream of rows on its way through windows and model to verdicts; the model runs for many windows at once.
struct ScoringStream {
    /// What became of a row.
    enum Outcome { case taken, unfit, late }

    /// What waits for the model's scores, in order.
    private enum Step {
        case window(row: Int, at: Timestamp)
        /// A row with which no window ends.
        case row(Int)
        case restart
    }

    /// The most windows in a run of the model, and the most numbers unless one window has more.
    private static let (batch, numbers) = (256, 1 << 20)

    private var buffer: WindowBuffer
    private var monitor = AnomalyMonitor()
    private let rule: AnomalyRule
    /// What becomes of rows that are not later than the one before them.
    private let policy: OrderPolicy
    private var order = ReadingOrder()
    private var steps: [Step] = []
    /// What waits for scores: windows one behind the other.
    private(set) var windows: [Float] = []
    /// How many windows wait.
    private(set) var count = 0
    private let most: Int

    init(_ shape: WindowShape, fields: Int, rule: AnomalyRule, acceptsLate: Bool) {
        buffer = WindowBuffer(shape: shape, fields: fields)
        self.rule = rule
        policy = acceptsLate ? .accept : .drop
        most = max(1, min(Self.batch, Self.numbers / max(1, shape.size * fields)))
    }

    /// Whether it is time to run the model.
    var isFull: Bool { count >= most }

    /// The episode that is open after what was settled.
    var openEpisode: Episode? { monitor.episode }

    /// Takes a row; one that is late or cannot be in a window is passed over, as a live reading is.
    mutating func add(_ values: ArraySlice<Double>, row: Int, at time: Timestamp) -> Outcome {
        let before = order
        guard case .take(let time) = order.take(time, late: policy, duplicates: policy) else {
            steps.append(.row(row))
            return .late
        }
        guard WindowBuffer.unfit(in: values.span) == nil else {
            order = before
            steps.append(.row(row))
            return .unfit
        }
        let isComplete = buffer.add(values.span, at: time)
        if buffer.didRestart { steps.append(.restart) }
        if isComplete {
            steps.append(.window(row: row, at: time))
            buffer.append(to: &windows)
            count += 1
        } else {
            steps.append(.row(row))
        }
        return .taken
    }

    /// Runs the model for the windows that wait, and writes down the verdicts.
    mutating func settle(with model: WindowModel, into scored: inout ScoredFile) throws(LabError) {
        settle(count > 0 ? try model.scores(of: windows, count: count) : [], into: &scored)
    }

    /// Writes down the verdicts on the windows that wait, which have these scores.
    mutating func settle(_ scores: [Float], into scored: inout ScoredFile) {
        var scores = scores[...]
        for step in steps { judge(step, &scores, into: &scored) }
        steps.removeAll(keepingCapacity: true)
        windows.removeAll(keepingCapacity: true)
        count = 0
    }

    private mutating func judge(_ step: Step, _ scores: inout ArraySlice<Float>, into scored: inout ScoredFile) {
        switch step {
        case .restart:
            if case .closed(let episode) = monitor.restart() { scored.episodes.append(episode) }
        case .row(let row):
            scored.decisions[row] = monitor.episode != nil
        case .window(let row, let time):
            let verdict = monitor.add(Double(scores.removeFirst()), at: time, rule: rule)
            scored.scores[row] = verdict.score
            scored.decisions[row] = verdict.isAnomalous
            if case .closed(let episode) = verdict.change { scored.episodes.append(episode) }
        }
    }
}
