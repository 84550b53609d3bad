extension Health.Candidate {
    /// Of a candidate on trial.
    init(_ trial: ModelSlot.Trial) {
        let statistics = trial.model.statistics
        self.init(
            version: trial.model.version,
            stage: "trial",
            share: trial.share.percent,
            n: statistics.answered + statistics.windows,
            err: statistics.faults,
            p50Us: statistics.latency.quantile(0.5),
            p99Us: statistics.latency.quantile(0.99)
        )
    }

    /// Of a candidate that sees copies.
    init(_ shadow: Shadow) {
        let figures = shadow.figures
        self.init(
            version: shadow.staged.model.version,
            stage: "shadow",
            compared: figures.compared,
            agreed: figures.agreed,
            failed: figures.failed,
            dropped: figures.dropped
        )
    }
}
