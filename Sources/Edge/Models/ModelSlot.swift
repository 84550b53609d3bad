import Monitoring

/// The place of one model of the configuration: what serves under its name, and what may.
///
/// It stands as long as the node does; what is in it changes. Used on the loop's thread alone.
final class ModelSlot {
    /// A candidate that serves a share.
    final class Trial {
        let model: HostedModel
        let staged: StagedModel
        var share: Share
        /// What the other one had answered when the trial began.
        let activeAtStart: ModelStatistics
        /// What the other one took before the trial.
        let before: LatencyTail
        /// What it answered otherwise of late in the shadow, the oldest first.
        let disagreements: [Disagreement]

        init(
            _ model: HostedModel,
            of staged: StagedModel,
            share: Share,
            beside active: HostedModel,
            after disagreements: [Disagreement]
        ) {
            self.model = model
            self.staged = staged
            self.share = share
            activeAtStart = active.statistics
            before = active.recent.tail(of: active.statistics)
            self.disagreements = disagreements
        }
    }

    let name: Name
    private(set) var active: HostedModel
    private(set) var trial: Trial?
    /// A candidate that sees copies.
    private(set) var shadow: Shadow?
    /// Those that serve no more and have not finished.
    private(set) var retiring: [HostedModel] = []

    init(_ active: HostedModel) {
        name = active.name
        self.active = active
    }

    /// What serves those that name no version, or most of them.
    var main: HostedModel {
        guard let trial, trial.share.isWhole else { return active }
        return trial.model
    }

    /// All that may have something to do; those that are to finish first come first.
    var hosted: [HostedModel] { retiring + [active] + (trial.map { [$0.model] } ?? []) }

    /// What a request goes to; nil when the version that it names does not serve.
    ///
    /// `client` says whom the answer goes to; it is asked where a share of all clients goes to a candidate.
    func host(version: String?, client: () -> String) -> HostedModel? {
        guard let version else {
            guard let trial else { return active }
            return trial.share.isWhole || trial.share.takes(client().utf8) ? trial.model : active
        }
        guard let trial, trial.model.version == version else { return active.version == version ? active : nil }
        guard active.version == version, !trial.share.isWhole else { return trial.model }
        return trial.share.takes(client().utf8) ? trial.model : active
    }

    /// The versions that a request can name.
    var versions: [String] {
        guard let trial, trial.model.version != active.version else { return [active.version] }
        return [active.version, trial.model.version]
    }

    // MARK: changes

    /// Lets a shadow see what is answered.
    func begin(_ shadow: Shadow) {
        endShadow()
        self.shadow = shadow
        active.shadow = shadow
        for hosted in active.fits { hosted.shadow = shadow.fit(of: hosted.binding.name) }
    }

    /// Ends the shadow, if there is one.
    func endShadow() {
        shadow?.stop()
        shadow = nil
        active.shadow = nil
        for fit in active.fits { fit.shadow = nil }
    }

    /// Lets a candidate serve a share.
    func begin(_ model: HostedModel, of staged: StagedModel, share: Share) {
        let seen = shadow?.staged.id == staged.id ? shadow?.disagreements ?? [] : []
        endShadow()
        trial = Trial(model, of: staged, share: share, beside: active, after: seen)
    }

    /// Gives the candidate on trial another share.
    func change(share: Share) { trial?.share = share }

    /// Takes out and returns the candidate, if there is one; it finishes what it has.
    func withdraw() -> HostedModel? {
        guard let candidate = trial?.model else { return nil }
        trial = nil
        retiring.append(candidate)
        return candidate
    }

    /// Puts a model in the active one's place, which finishes what it has; the candidate on trial is one no more.
    func replace(with model: HostedModel) {
        endShadow()
        trial = nil
        retiring.append(active)
        active = model
    }

    /// Takes out and returns those that have finished.
    func takeFinished() -> [HostedModel] {
        let finished = retiring.filter(\.isIdle)
        if !finished.isEmpty { retiring.removeAll(where: \.isIdle) }
        return finished
    }
}
