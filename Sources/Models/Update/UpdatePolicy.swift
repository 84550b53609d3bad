/// How models are tried where neither the command nor the manifest says it, and how figures are judged.
public struct UpdatePolicy: Sendable, Equatable {
    /// Time as a shadow; zero: none.
    public var shadow: Duration
    /// Time on trial.
    public var trial: Duration
    /// Whether a model is confirmed when its trial has passed.
    public var autoConfirm: Bool
    /// Time as a shadow of a model whose manifest asks for one where nobody says how long.
    public var gatedShadow = Duration.seconds(600)
    /// Largest share of errors on trial, 0 to 1, of a model whose manifest says nothing.
    public var errorRate = 0.1
    /// Answers after which errors are judged before the trial's end.
    public var earlyAnswers = 20
    /// Answers after which latency is judged before the trial's end.
    public var earlyLatencyAnswers = 1000

    /// Makes one from what is configured.
    public init(shadow: Duration = .zero, trial: Duration = .seconds(300), autoConfirm: Bool = true) {
        self.shadow = shadow
        self.trial = trial
        self.autoConfirm = autoConfirm
    }

    /// The time as a shadow: the command's word before the manifest's, and that before the configuration's.
    func shadow(_ job: UpdateJob, _ gates: StageGates) -> Duration {
        if let shadow = job.strategy.shadow { return shadow }
        return shadow == .zero && gates.asksForShadow ? gatedShadow : shadow
    }
}
