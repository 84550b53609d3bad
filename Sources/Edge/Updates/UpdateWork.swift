import Models
import Transfer

/// What an update needs done outside the machine; every call blocks until it is done.
///
/// For one model nothing is called before the call before it has returned.
protocol UpdateWork: Sendable {
    /// Returns the bundle that a path of the configuration is; what has not changed is not read.
    func identify(_ path: String, of model: Name) throws(UpdateError) -> BundleID

    /// The bundles of a model that are in the store, the one that entered last first.
    func contents(of model: Name) throws(UpdateError) -> [UpdateTarget]

    /// Reads the manifest, and holds it against trust, device, floor and disk.
    ///
    /// `progress` is told of what is waited for.
    func readManifest(
        _ job: UpdateJob,
        of model: Name,
        floor: Int,
        cancellation: Cancellation,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) throws(UpdateError) -> UpdateTarget

    /// Fetches what is missing of the bundle's files, and reads all of them back.
    ///
    /// `progress` is told how far it is, and of what is waited for.
    func download(
        _ job: UpdateJob,
        _ target: UpdateTarget,
        of model: Name,
        cancellation: Cancellation,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) throws(UpdateError)

    /// Puts what was downloaded into the store.
    func store(_ job: UpdateJob, _ target: UpdateTarget, of model: Name) throws(UpdateError)

    /// Lets a child process try the bundle; returns what it measured, for people.
    func probe(
        _ target: UpdateTarget,
        of model: Name,
        cancellation: Cancellation
    ) throws(UpdateError) -> [String: String]

    /// Verifies a bundle of the store and loads it, with the bindings of its model.
    ///
    /// With `isCandidate` a binding that does not go together with it is an error.
    func load(_ bundle: BundleID, of model: Name, isCandidate: Bool) throws(UpdateError) -> StagedModel

    /// Removes what was downloaded for the job.
    func discard(_ job: String, of model: Name) throws(UpdateError)

    /// Removes bundles that nobody needs, keeping these; of the others none of `unwanted` stays.
    func collect(
        _ model: Name,
        keeping bundles: Set<BundleID>,
        without unwanted: Set<BundleID>
    ) throws(UpdateError)

    /// Tells what is known of a model: which bundles are needed, as others may go when the disk is full, and what has to
    /// outlive the state database.
    func keep(_ record: ModelRecord)
    /// What has outlived the state database; nil: nothing.
    func standing(of model: Name) -> Standing?

    /// Gives up the reserve, or else what was fetched and is not being fetched, so that a full disk has room for a failure
    /// to be noted; true when there was something.
    func giveUpReserve() -> Bool

    /// Takes the reserve back, where there is room again.
    func takeReserveBack()
}
