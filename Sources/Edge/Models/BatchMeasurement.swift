import Inference
import Tensors

/// Measures runs of more and more rows.
///
/// The sizes take turns, so that a machine that grows warm or busy slows all of them alike; the medians count.
struct BatchMeasurement: Sendable {
    /// Computing that may be spent, but for runs of a single row that take longer by themselves.
    var budget = Duration.seconds(1)
    /// The sizes to measure beside one row; nil: as many as it may pay to join.
    var sizes: [Int]?
    var stopwatch: Stopwatch
    /// Asked between runs: true ends the measurement.
    var isCancelled: @Sendable () -> Bool = { false }

    private static let usualLimit = 64
    private static let cheapLimit = 256
    /// A run of `usualLimit` rows that takes no longer is cheap: still more rows may be joined.
    private static let cheap = Duration.microseconds(100)
    private static let fewestRounds = 5
    private static let mostRounds = 21
    /// A quick run is timed several times in a row, for the clock to see it.
    private static let grain = Duration.microseconds(50)
    private static let mostRepeats = 32
    /// Most bytes of inputs in one run.
    private static let mostBytes = 16 << 20

    /// A size that is measured.
    private struct Candidate {
        let rows: Int
        let inputs: [Tensor]
        let first: Duration
        var samples: [Duration] = []

        var repeats: Int { max(1, min(mostRepeats, Int(grain / max(first, .nanoseconds(100))))) }
        var median: Duration { samples.median ?? first }
    }

    /// The curve, without sizes that the model fails on; nil when it was cancelled.
    ///
    /// - Throws: what the model says when it fails on one row.
    func curve(of session: any InferenceSession, _ inputs: inout SampleInputs) throws(InferenceError) -> BatchCurve? {
        let start = stopwatch.now()
        guard var candidates = try explore(session, &inputs) else { return nil }
        for round in 0..<Self.mostRounds {
            if round > 0, stopwatch.now() - start > budget { break }
            for index in candidates.indices {
                if isCancelled() { return nil }
                let candidate = candidates[index]
                candidates[index].samples.append(
                    try stopwatch.time(session, candidate.inputs, times: candidate.repeats)
                )
            }
        }
        return BatchCurve(points: candidates.map { BatchCurve.Point(rows: $0.rows, run: $0.median) })
    }

    /// Runs each size for the first time, for as long as it is worth going on.
    private func explore(
        _ session: any InferenceSession,
        _ inputs: inout SampleInputs
    ) throws(InferenceError) -> [Candidate]? {
        guard let single = inputs.next(rows: 1) else { return [] }
        _ = try session.run(single, outputs: [])
        var candidates = [Candidate(rows: 1, inputs: single, first: try stopwatch.time(session, single))]
        while let last = candidates.last, let rows = size(after: last, count: candidates.count - 1) {
            if isCancelled() { return nil }
            guard sizes != nil || isWorthwhile(rows, candidates), let joined = inputs.next(rows: rows),
                joined.reduce(0, { $0 + $1.bytes.count }) <= Self.mostBytes,
                (try? session.run(joined, outputs: [])) != nil
            else { break }
            candidates.append(Candidate(rows: rows, inputs: joined, first: try stopwatch.time(session, joined)))
        }
        return candidates
    }

    private func size(after last: Candidate, count: Int) -> Int? {
        if let sizes {
            let larger = sizes.filter { $0 > 1 }.sorted()
            return count < larger.count ? larger[count] : nil
        }
        let next = last.rows * 2
        return next <= Self.usualLimit || (next <= Self.cheapLimit && last.first <= Self.cheap) ? next : nil
    }

    /// True when the last size was not too long already, and enough rounds of all sizes fit into the budget.
    private func isWorthwhile(_ rows: Int, _ candidates: [Candidate]) -> Bool {
        guard let single = candidates.first, let last = candidates.last else { return false }
        let round = candidates.reduce(.zero) { $0 + $1.first } + last.first * 2
        return last.first <= BatchCurve.longestRun(single: single.first) && round * Self.fewestRounds <= budget
    }
}
