import Models

/// A verified bundle, loaded: ready to take its place beside or instead of what serves.
struct StagedModel: Sendable {
    let id: BundleID
    /// Its condition is `serving`, its reference the bundle's folder in the store.
    let model: LoadedModel
    /// The bindings of this model, fitted to it; each is ready.
    let bindings: [LoadedBinding]
}

/// What the updater asks of the loop's thread.
///
/// For one model the orders come in a sensible sequence: a shadow or trial of
/// one candidate at a time, ended by `promote` or `withdraw`.
enum StageOrder: Sendable {
    /// Let the candidate see copies of live inputs; its answers are compared and thrown away.
    case shadow(StagedModel)
    /// Let the candidate serve the share of keys, 1 to 100 percent. It may have been a shadow before.
    case trial(StagedModel, sharePercent: Int)
    /// The candidate serves everything from now on; what served before is released when its last run has ended.
    case promote(Name, BundleID)
    /// The candidate serves nothing more; what served before serves everything again.
    case withdraw(Name, BundleID)
    /// Serve this instead of whatever serves: a manual rollback, or a model that came after the start.
    case replace(StagedModel)
    /// Nothing can serve this model any more.
    case refuse(Name, reason: String)
}

/// What the loop's thread tells the updater of a stage, about once a second while there is one.
struct StageReport: Sendable {
    /// What has been counted since the stage began.
    enum Figures: Sendable {
        /// Copies that were compared, those that the candidate failed on included; those that found no room are dropped.
        case shadow(compared: Int, agreed: Int, failed: Int, dropped: Int, largestDifference: Double)
        /// Answers and errors of the candidate, the 99th percentiles in microseconds where there are enough runs to tell:
        /// the candidate's since the trial began, the other's beside it or, with a share of 100, from before.
        case trial(answered: Int, errors: Int, p99: Int?, p99Before: Int?, drift: String? = nil)
    }

    let model: Name
    let bundle: BundleID
    let figures: Figures
}
