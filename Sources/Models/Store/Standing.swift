/// What of a model has to outlive the state database, too: it stands beside the bundles in the store.
///
/// The database is the truth; this is read only where the database knows nothing of the model.
public struct Standing: Sendable, Equatable {
    /// What was confirmed last.
    public var active: BundleID?
    /// What was confirmed before it.
    public var previous: BundleID?
    /// The lowest security version that may be installed.
    public var floor = 0
    /// The bundle of the configuration that was installed last.
    public var configured: BundleID?
    /// Bundles that are not tried again, the oldest first.
    public var rejected: [ModelRecord.Rejection] = []

    /// Nothing is known.
    public init() {}

    /// What stands of a record; an update under way does not.
    public init(_ record: ModelRecord) {
        active = record.active?.bundle
        previous = record.previous?.bundle
        floor = record.floor
        configured = record.configured
        rejected = record.rejected
    }
}
