import Anomaly
import Recipes
import Telemetry

/// What a binding's configuration and its model's baseline come to.
struct Judging: Sendable {
    /// Windows as far as they are known without the model: nil where neither says a size.
    let window: WindowShape?
    /// When the configuration says no more than the stride or the gap.
    let stride: Int
    let maximalGapSeconds: Double?
    /// How scores are judged; nil: they are not.
    let rule: AnomalyRule?
    /// The output with the scores.
    let scoreOutput: String

    /// Puts the two together.
    ///
    /// - Throws: what does not go together, and the remedy.
    init(_ binding: Settings.Binding, baseline: Baseline?, path: String) throws(EdgeError) {
        if let anomaly = binding.anomaly {
            guard let baseline else {
                throw EdgeError(
                    "anomaly needs the thresholds of \(path), which does not exist; train the model with 'marram train', "
                        + "or leave anomaly out"
                )
            }
            try Self.check(binding.plan.fields, against: baseline, path)
            rule = try Self.rule(anomaly, baseline, path)
        } else {
            rule = nil
        }
        scoreOutput = binding.anomaly?.output ?? baseline?.score.output ?? "score"
        let trained = baseline?.window
        stride = binding.window.stride ?? trained?.stride ?? 1
        maximalGapSeconds = binding.window.maximalGapSeconds ?? trained?.maximalGapSeconds
        guard let size = binding.window.size ?? trained?.size else {
            window = nil
            return
        }
        if let trained, rule != nil, trained.size != size {
            throw EdgeError(
                "window.size is \(size), but the model was trained with windows of \(trained.size) (\(path)); leave it out"
            )
        }
        window = try Self.shape(size, stride, maximalGapSeconds)
    }

    /// A window's shape, where the parts have been checked one by one.
    static func shape(_ size: Int, _ stride: Int, _ gap: Double?) throws(EdgeError) -> WindowShape {
        do {
            return try WindowShape(size: size, stride: stride, maximalGapSeconds: gap)
        } catch {
            throw EdgeError("window: \(error.message)")
        }
    }

    private static func rule(
        _ anomaly: Settings.Binding.Anomaly,
        _ baseline: Baseline,
        _ path: String
    ) throws(EdgeError) -> AnomalyRule {
        do {
            let trained = try baseline.rule(factor: anomaly.factor)
            return try AnomalyRule(
                smooth: anomaly.smooth ?? trained.smooth,
                threshold: trained.threshold,
                onAfter: anomaly.onAfter ?? trained.onAfter,
                offAfter: anomaly.offAfter ?? trained.offAfter,
                offRatio: anomaly.offRatio ?? trained.offRatio
            )
        } catch {
            throw EdgeError("\(path): \(error.message)")
        }
    }

    /// As many fields, and, where they are called alike, in the same order.
    private static func check(_ fields: [FieldPlan], against baseline: Baseline, _ path: String) throws(EdgeError) {
        let trained = baseline.fields.map(\.name)
        guard fields.count == trained.count else {
            throw EdgeError(
                "there are \(fields.count) fields, but the model was trained on \(trained.count): "
                    + "\(trained.joined(separator: ", ")) (\(path))"
            )
        }
        try checkOrder(of: fields, trained: trained, path)
    }

    /// Fields that are called as in training must stand in the same order.
    static func checkOrder(of fields: [FieldPlan], trained: [String], _ path: String) throws(EdgeError) {
        let names = fields.map { $0.path.steps.last.map(\.name) ?? $0.name }
        guard names != trained, Set(names) == Set(trained) else { return }
        throw EdgeError(
            "the fields stand in the order \(names.joined(separator: ", ")), but the model was trained on "
                + "\(trained.joined(separator: ", ")) (\(path)); put them in that order"
        )
    }
}

extension FieldPath.Step {
    fileprivate var name: String {
        switch self {
        case .key(let name): name
        case .index(let index): String(index)
        }
    }
}
