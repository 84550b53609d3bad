import Inference
import Storage
import Tensors

/// Measures one model at length: threads first, where it is slow, then how many rows it pays to join.
struct Calibration: Sendable {
    /// What came of it.
    struct Finding: Sendable {
        let profile: MeasuredProfile
        /// A session that serves better than the one that was measured; nil when that one is best.
        let better: (any InferenceSession)?
        /// True when the machine was too busy to tell what threads bring: it serves for now.
        let isProvisional: Bool
    }

    let workbench: Workbench
    /// The configured threads within one run; nil: found here.
    let configuredThreads: Int?
    let processors: Int
    /// Memory that is free, in bytes; nil where that cannot be known.
    let availableMemory: @Sendable () -> Int?

    private static let trialRows = 8
    private static let fewTrialRows = 2
    private static let rounds = 3
    /// The share of the free memory that a second session's file may have.
    private static let memoryShare = 4

    /// Measures a session; nil when it was broken off.
    ///
    /// `load` makes sessions of the same model with other numbers of threads; it is not called where `byteCount`, the
    /// size of the model's file, is nil or too large for the memory.
    func measure(
        _ session: any InferenceSession,
        byteCount: Int?,
        load: (Int) throws(InferenceError) -> any InferenceSession
    ) throws(InferenceError) -> Finding? {
        let inputs = SampleInputs(madeUpFor: session.model)
        guard let single = firstRow(of: inputs) else { return nil }
        let one = try time(session, single)
        guard let trial = try chooseThreads(session, single, one, byteCount, load) else { return nil }
        let threads = trial.threads
        let better = configuredThreads == nil && threads > 1 ? try load(threads) : nil
        let rows = one > ModelProfile.slow ? Self.fewTrialRows : Self.trialRows
        guard let (curve, isIndependent) = try rowCosts(better ?? session, inputs, threads: threads, trialRows: rows)
        else { return nil }
        let costs = curve.costs
        return Finding(
            profile: MeasuredProfile(
                fixedCost: costs.fixed,
                rowCost: costs.row,
                batchLimit: isIndependent ? curve.limit : 1,
                threads: threads,
                hasIndependentRows: isIndependent
            ),
            better: better,
            isProvisional: trial.points.contains(where: \.wasDisturbed)
        )
    }

    private func firstRow(of inputs: SampleInputs) -> [Tensor]? {
        var inputs = inputs
        return inputs.next(rows: 1)
    }

    private func time(_ session: any InferenceSession, _ inputs: [Tensor]) throws(InferenceError) -> Duration {
        let stopwatch = workbench.stopwatch(threads: configuredThreads ?? 1)
        return try workbench.perform { () throws(InferenceError) in
            var times: [Duration] = []
            for _ in 0..<Self.rounds { times.append(try stopwatch.time(session, inputs)) }
            return times.median ?? .zero
        }
    }

    /// The configured threads, or those that pay; nil when it was broken off.
    private func chooseThreads(
        _ session: any InferenceSession,
        _ inputs: [Tensor],
        _ one: Duration,
        _ byteCount: Int?,
        _ load: (Int) throws(InferenceError) -> any InferenceSession
    ) throws(InferenceError) -> ThreadTrial.Result? {
        if let configuredThreads { return ThreadTrial.Result(threads: configuredThreads) }
        guard one > ModelProfile.slow, let byteCount, let free = availableMemory(), byteCount <= free / Self.memoryShare
        else { return ThreadTrial.Result() }
        let candidates = ThreadTrial.candidates(processors: processors)
        return try ThreadTrial(workbench: workbench).compare(session, with: candidates, inputs, load: load)
    }

    /// What more rows cost, and whether they may be joined at all; nil when it was broken off.
    private func rowCosts(
        _ session: any InferenceSession,
        _ inputs: SampleInputs,
        threads: Int,
        trialRows: Int
    ) throws(InferenceError) -> (BatchCurve, Bool)? {
        let measurement = BatchMeasurement(
            stopwatch: workbench.stopwatch(threads: threads),
            isCancelled: workbench.isCancelled
        )
        return try workbench.perform { () throws(InferenceError) -> (BatchCurve, Bool)? in
            var inputs = inputs
            let isIndependent = RowIndependence.holds(for: session, &inputs, rows: trialRows)
            return try measurement.curve(of: session, &inputs).map { ($0, isIndependent) }
        }
    }
}
