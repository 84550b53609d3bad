extension StageReport {
    /// How the candidate of a slot does; nil where there is none.
    init?(_ slot: ModelSlot) {
        if let shadow = slot.shadow {
            let figures = shadow.figures
            self.init(
                model: slot.name,
                bundle: shadow.staged.id,
                figures: .shadow(
                    compared: figures.compared,
                    agreed: figures.agreed,
                    failed: figures.failed,
                    dropped: figures.dropped,
                    largestDifference: figures.largestDifference
                )
            )
        } else if let trial = slot.trial {
            let tails = Self.tails(trial, beside: slot.active)
            let statistics = trial.model.statistics
            self.init(
                model: slot.name,
                bundle: trial.staged.id,
                figures: .trial(
                    answered: statistics.answered + statistics.windows,
                    errors: statistics.faults,
                    p99: tails.candidate,
                    p99Before: tails.other,
                    drift: trial.model.fits.lazy.compactMap { $0.watch?.majorDrift }.first
                )
            )
        } else {
            return nil
        }
    }

    /// Two numbers that can be compared: of requests where both have enough of them, else of runs of windows.
    private static func tails(
        _ trial: ModelSlot.Trial,
        beside active: HostedModel
    ) -> (candidate: Int?, other: Int?) {
        let own = LatencyTail(of: trial.model.statistics)
        let other =
            trial.share.isWhole ? trial.before : LatencyTail(of: active.statistics, since: trial.activeAtStart)
        if own.requests != nil, other.requests != nil { return (own.requests, other.requests) }
        if own.windows != nil, other.windows != nil { return (own.windows, other.windows) }
        return own.requests == nil ? (own.windows, nil) : (own.requests, nil)
    }
}
