/// Holds the figures of a stage against what is asked.
struct StageVerdict {
    private let gates: StageGates
    private let policy: UpdatePolicy

    init(_ gates: StageGates, _ policy: UpdatePolicy) {
        self.gates = gates
        self.policy = policy
    }

    /// What is wrong at the end of a shadow; nil: nothing.
    func last(_ figures: StageFigures.Shadow) -> UpdateError? {
        let seen = figures.compared + figures.failed
        if let wanted = gates.shadowRequests, seen < wanted {
            return UpdateError(.shadowDisagrees, "\(seen) answers were compared, \(wanted) are asked for")
        }
        guard let agreement = figures.agreement else {
            guard let wanted = gates.agreement else { return nil }
            return UpdateError(.shadowDisagrees, "nothing was compared, an agreement of \(wanted) is asked for")
        }
        if let wanted = gates.agreement, agreement < wanted {
            return UpdateError(
                .shadowDisagrees,
                "\(figures.agreed) of \(seen) answers agree, \(Self.percent(wanted)) are asked for"
            )
        }
        guard figures.compared > 0 else {
            return UpdateError(.shadowDisagrees, "none of \(seen) inputs could be answered")
        }
        return nil
    }

    /// What is wrong with a trial that has not ended; nil: nothing that is certain.
    func early(_ figures: StageFigures.Trial) -> UpdateError? {
        if let error = drift(figures) { return error }
        if figures.answered + figures.errors >= policy.earlyAnswers, let error = errors(figures) { return error }
        return figures.answered >= policy.earlyLatencyAnswers ? latency(figures) : nil
    }

    /// What is wrong with a trial at its end; nil: nothing.
    func last(_ figures: StageFigures.Trial) -> UpdateError? { errors(figures) ?? latency(figures) ?? drift(figures) }

    private func drift(_ figures: StageFigures.Trial) -> UpdateError? {
        guard gates.drift != nil, let feature = figures.drift else { return nil }
        return UpdateError(.driftInTrial, "'\(feature)' has drifted from what the model was trained on")
    }

    private func errors(_ figures: StageFigures.Trial) -> UpdateError? {
        let all = figures.answered + figures.errors
        let limit = gates.errorRate ?? policy.errorRate
        guard all > 0, Double(figures.errors) / Double(all) > limit else { return nil }
        return UpdateError(.errorRate, "\(figures.errors) of \(all) answers failed, \(Self.percent(limit)) may")
    }

    private func latency(_ figures: StageFigures.Trial) -> UpdateError? {
        guard let ratio = gates.p99Ratio, let p99 = figures.p99, let before = figures.p99Before, before > 0,
            Double(p99) > ratio * Double(before)
        else { return nil }
        return UpdateError(
            .latencyRegression,
            "p99 \(Self.milliseconds(p99)) ms > \(Self.tenths(ratio)) x \(Self.milliseconds(before)) ms"
        )
    }

    private static func percent(_ share: Double) -> String { "\(tenths(share * 100)) %" }

    /// With microseconds where tenths of a millisecond would hide the difference.
    private static func milliseconds(_ microseconds: Int) -> String {
        guard (0..<10_000).contains(microseconds) else { return tenths(Double(microseconds) / 1000) }
        let digits = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// With one digit after the point.
    private static func tenths(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
