import Inference
import Storage
import Tensors

/// Runs a new model on made-up inputs: the first real request finds it warm, and it is known whether it is quick.
struct WarmUp: Sendable {
    /// Runs before the measurement; 0: a model is never run on made-up inputs.
    let runs: Int
    /// The configured cap on joined rows; nil: what calibration finds.
    let maxBatch: Int?
    /// The configured threads within one run; nil: what calibration finds.
    var threads: Int?
    var stopwatch = Stopwatch.wall

    private static let trialRows = 8
    private static let rounds = 5

    /// Warms a session up; what was measured of it at an earlier start need not be measured again.
    func profile(
        _ session: any InferenceSession,
        known: MeasuredProfile? = nil
    ) throws(InferenceError) -> ModelProfile {
        let unknown = ModelProfile.unknown(threads: threads ?? 1)
        let remembered = known.map { ModelProfile($0, maxBatch: maxBatch) }
        guard runs > 0 else { return remembered ?? unknown }
        var inputs = SampleInputs(madeUpFor: session.model)
        // A model may refuse made-up values, such as an index out of range: then nothing is known of its costs.
        guard let single = inputs.next(rows: 1) else { return unknown }
        for _ in 0..<runs {
            guard (try? session.run(single, outputs: [])) != nil else { return remembered ?? unknown }
        }
        if let remembered { return remembered }
        return try measure(session, single, &inputs)
    }

    /// A first idea of the costs: each request runs alone, unless a cap is configured and rows are independent.
    private func measure(
        _ session: any InferenceSession,
        _ single: [Tensor],
        _ inputs: inout SampleInputs
    ) throws(InferenceError) -> ModelProfile {
        let one = try time(session, single)
        var profile = ModelProfile.unknown(threads: threads ?? 1)
        profile.rowCost = one
        profile.isPredictable = !session.model.hasFreeInnerSizes
        guard inputs.takesRows, one <= ModelProfile.slow || (maxBatch ?? 1) > 1 else { return profile }
        if one <= ModelProfile.slow, let joined = inputs.next(rows: Self.trialRows),
            (try? session.run(joined, outputs: [])) != nil
        {
            let eight = try time(session, joined)
            profile.rowCost = max(.zero, (eight - one) / (Self.trialRows - 1))
            profile.fixedCost = max(.zero, one - profile.rowCost)
        }
        if let maxBatch, maxBatch > 1, RowIndependence.holds(for: session, &inputs, rows: Self.trialRows) {
            profile.batchLimit = maxBatch
        }
        return profile
    }

    private func time(_ session: any InferenceSession, _ inputs: [Tensor]) throws(InferenceError) -> Duration {
        var times: [Duration] = []
        for _ in 0..<Self.rounds {
            times.append(try stopwatch.time(session, inputs))
            if times[0] > ModelProfile.slow * 50 { break }
        }
        return times.median ?? .zero
    }
}

extension WarmUp {
    /// As it is configured.
    init(_ settings: Settings.InferenceOptions) {
        self.init(runs: settings.warmUp, maxBatch: settings.maxBatch, threads: settings.intraThreads)
    }
}
