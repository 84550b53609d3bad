import Cryptography
import Foundation
import Logging
import MQTT
import Models
import Transfer

/// The work of updates on this device: sources, store, probe and ONNX Runtime.
struct BundleWork: UpdateWork {
    let settings: Settings.Updates
    let store: ModelStore
    let access: SourceAccess
    let prober: any Probing
    let stager: ModelStager
    let device: UpdateDevice
    let clock: UpdateClock
    let faults: FaultPoints
    let logger: Logger
    /// Paths of the configuration as they were when they were read, by job.
    let seen = Guarded<[String: ConfiguredModel]>([:])
    private let kept = Guarded<[String: Set<BundleID>]>([:])
    /// What was written beside the store, by model.
    private let noted = Guarded<[String: Standing]>([:])
    /// Jobs whose bundles are fetched and not in the store yet, by model.
    private let fetching = Guarded<[String: Set<String>]>([:])

    init(
        settings: Settings.Updates,
        store: ModelStore,
        access: SourceAccess,
        prober: any Probing,
        stager: ModelStager,
        device: UpdateDevice,
        clock: UpdateClock,
        faults: FaultPoints,
        logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.access = access
        self.prober = prober
        self.stager = stager
        self.device = device
        self.clock = clock
        self.faults = faults
        self.logger = logger
    }

    // MARK: manifest

    func readManifest(
        _ job: UpdateJob,
        of model: Name,
        floor: Int,
        cancellation: Cancellation,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) throws(UpdateError) -> UpdateTarget {
        let offer: OfferedManifest
        switch job.place {
        case .url(let url, _):
            let order = try order(url, job)
            let found = try fetch(order, job, model, cancellation, progress: progress).manifest()
            offer = OfferedManifest(id: found.id, manifest: found.manifest, isSigned: found.keyID != nil, source: url)
        case .configured(let path):
            offer = try configuredManifest(path, job, model, cancellation)
        case .made(let folder):
            let found = try fetch(try order(made: folder), job, model, cancellation).manifest()
            offer = OfferedManifest(id: found.id, manifest: found.manifest, isSigned: found.keyID != nil, source: nil)
        case .stored:
            throw UpdateError(.internal, "job \(job.id) has no manifest to read")
        }
        try check(offer.manifest, for: model, floor: floor)
        if !store.has(offer.id, model: model.description) {
            let staging = try store.staging(model: model.description, job: job.id)
            try makeRoom(for: offer.manifest.byteCount, held: staging.byteCount)
        }
        return UpdateTarget(offer.manifest, bundle: offer.id, isSigned: offer.isSigned, source: offer.source)
    }

    /// Holds a manifest against the device and the time.
    private func check(_ manifest: Manifest, for model: Name, floor: Int) throws(UpdateError) {
        let now = Date(timeIntervalSince1970: Double(clock.now().wall) / 1000)
        let facts = device.facts(at: now)
        if !facts.isClockTrusted {
            logger.warning(
                "the clock stands before the program was made; it cannot be told whether a bundle is too old"
            )
            if manifest.expires != nil, settings.untrustedClock == .refuse {
                throw UpdateError(
                    .expired,
                    "the bundle expires, and the clock cannot be right; set the clock, or updates.untrusted_clock to warn"
                )
            }
        }
        try manifest.check(name: model.description, at: now, device: facts, floor: floor)
    }

    /// Refuses a bundle that there is no room for; `held` bytes of it are in its staging.
    func makeRoom(for size: Int64, held: Int64 = 0) throws(UpdateError) {
        let kept = kept.withLock { $0 }
        try store.checkSpace(size, held: held) { kept[$0] ?? everything(of: $0) }
    }

    /// Models that this process does not serve lose nothing.
    private func everything(of model: String) -> Set<BundleID> {
        Set(((try? store.contents(model)) ?? []).map(\.id))
    }

    // MARK: files

    func download(
        _ job: UpdateJob,
        _ target: UpdateTarget,
        of model: Name,
        cancellation: Cancellation,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) throws(UpdateError) {
        if isStored(target.bundle, model) { return }
        fetching.withLock { _ = $0[model.description, default: []].insert(job.id) }
        switch job.place {
        case .url(let url, _):
            let fetch = try fetch(try order(url, job), job, model, cancellation, progress: progress)
            _ = try fetch.files(of: target.bundle)
        case .configured(let path):
            try copy(path, job, target, model, cancellation)
        case .made(let folder):
            _ = try fetch(try order(made: folder), job, model, cancellation, progress: progress).files(
                of: target.bundle
            )
        case .stored:
            throw UpdateError(.internal, "bundle \(target.bundle) is not in the store any more; install it again")
        }
    }

    /// True when the bundle is in the store and sound; one that is damaged is replaced by the one that comes.
    private func isStored(_ bundle: BundleID, _ model: Name) -> Bool {
        store.has(bundle, model: model.description)
            && (try? store.verify(bundle, model: model.description, trust: nil)) != nil
    }

    func store(_ job: UpdateJob, _ target: UpdateTarget, of model: Name) throws(UpdateError) {
        if !isStored(target.bundle, model) {
            let staging = try store.staging(model: model.description, job: job.id)
            _ = try store.admit(staging, target.bundle)
        }
        fetching.withLock { _ = $0[model.description]?.remove(job.id) }
        try remember(job, target, model)
    }

    func probe(
        _ target: UpdateTarget,
        of model: Name,
        cancellation: Cancellation
    ) throws(UpdateError) -> [String: String] {
        let bundle = try store.verify(target.bundle, model: model.description, trust: nil)
        let report = try prober.probe(bundle, cancellation: cancellation)
        var details = [
            "load_ms": "\(Int(report.loadMilliseconds.rounded()))", "rss_mib": "\(report.rssMiB)",
            "tests": "\(report.tests)",
        ]
        if let p99 = report.p99Microseconds { details["p99_us"] = "\(p99)" }
        if !report.isConfined { details["confined"] = "false" }
        return details
    }

    func load(_ bundle: BundleID, of model: Name, isCandidate: Bool) throws(UpdateError) -> StagedModel {
        try stager.stage(bundle, of: model, isCandidate: isCandidate)
    }

    func contents(of model: Name) throws(UpdateError) -> [UpdateTarget] {
        try store.contents(model.description).map { bundle in
            UpdateTarget(bundle.manifest, bundle: bundle.id, isSigned: hasSignature(bundle.id, model), source: nil)
        }
    }

    /// True when a key of the trust file has signed the stored bundle.
    private func hasSignature(_ bundle: BundleID, _ model: Name) -> Bool {
        guard let trust = try? trust(),
            let found = try? store.verify(bundle, model: model.description, trust: trust, allowsUnsigned: true)
        else { return false }
        return found.isSigned
    }

    // MARK: room

    func discard(_ job: String, of model: Name) throws(UpdateError) {
        fetching.withLock { _ = $0[model.description]?.remove(job) }
        try store.staging(model: model.description, job: job).remove()
        do throws(EdgeError) {
            try RetrainingFolder(dataDirectory: store.dataDirectory).removeOffer(job)
        } catch {
            throw UpdateError(.internal, error.message)
        }
    }

    func collect(
        _ model: Name,
        keeping bundles: Set<BundleID>,
        without unwanted: Set<BundleID>
    ) throws(UpdateError) {
        try store.collect(model.description, keep: bundles, without: unwanted)
    }

    func keep(_ record: ModelRecord) {
        kept.withLock { $0[record.name] = record.kept }
        let standing = Standing(record)
        guard noted.withLock({ $0[record.name] }) != standing else { return }
        do throws(UpdateError) {
            try store.note(standing, of: record.name)
            noted.withLock { $0[record.name] = standing }
        } catch {
            // It is tried again with whatever happens next; the state database has it all.
            logger.warning(
                "what stands of a model cannot be written beside the store",
                metadata: ["model": "\(record.name)", "reason": "\(error)"]
            )
        }
    }

    func standing(of model: Name) -> Standing? { store.standing(of: model.description) }

    func giveUpReserve() -> Bool {
        store.giveUpReserve() || store.giveUpDownloads(except: fetching.withLock { $0 })
    }

    func takeReserveBack() {
        do throws(UpdateError) {
            try store.takeReserveBack()
        } catch {
            logger.debug("the reserve cannot be taken back yet", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: sources

    private func order(_ url: String, _ job: UpdateJob) throws(UpdateError) -> FetchOrder {
        FetchOrder(
            location: try SourceLocation(url),
            digest: job.bundle?.digest,
            trust: try trust(),
            allowsUnsigned: settings.allowUnsigned
        )
    }

    /// A bundle of this device's own lies outside of what may be asked from outside; it is believed no more than others.
    private func order(made folder: String) throws(UpdateError) -> FetchOrder {
        guard case .bundle(let location) = try ConfiguredModel(path: folder).kind else {
            throw UpdateError(.badManifest, "\(folder) holds no \(BundlePath.manifest)")
        }
        return try order(location)
    }

    func fetch(
        _ order: FetchOrder,
        _ job: UpdateJob,
        _ model: Name,
        _ cancellation: Cancellation,
        progress: @escaping (FetchProgress) -> Void = { _ in }
    ) throws(UpdateError) -> BundleFetch {
        BundleFetch(
            order,
            into: try store.staging(model: model.description, job: job.id),
            access: access,
            policy: FetchPolicy(largestBundle: Int64(settings.maxBundle), deadline: time(for: job)),
            cancellation: cancellation,
            faults: faults,
            progress: progress
        )
    }

    /// How long fetching may take: what is configured, or less where the command has a deadline.
    private func time(for job: UpdateJob) -> Duration {
        guard let deadline = job.deadline else { return settings.downloadDeadline }
        return min(settings.downloadDeadline, .milliseconds(max(0, deadline - clock.now().wall)))
    }

    /// The keys as they are now: whoever replaces the file need not restart the program.
    func trust() throws(UpdateError) -> TrustFile {
        guard FileKind(at: settings.trust) != .nothing else { return .empty }
        return try TrustFile(path: settings.trust)
    }
}

/// A manifest, and what is known of it.
struct OfferedManifest {
    let id: BundleID
    let manifest: Manifest
    let isSigned: Bool
    /// Where it can be fetched again.
    let source: String?
}
