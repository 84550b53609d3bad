/// What has become of an order.
struct RetrainWord: Sendable, Hashable {
    enum Outcome: Sendable, Hashable {
        /// Somebody trains.
        case accepted
        /// A new model came of it; how it fares is told where updates are told.
        case completed
        /// Nothing comes of it.
        case failed(reason: String)
    }

    /// The order's.
    let id: String
    let outcome: Outcome
    /// What the run is called where it runs: a DAG run, an update job; nil: it has no name there.
    var run: String?
}
