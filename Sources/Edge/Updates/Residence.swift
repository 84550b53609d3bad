import Cryptography
import Dispatch
import Logging
import MQTT
import Models
import Storage
import Transfer

/// Finds out at the start what serves, before anything else happens.
///
/// What is active is verified and loaded; where it is damaged the one before it is; where there is none the
/// configuration's bundle is installed at once. A model that nothing can be loaded for is refused, and the process goes on.
/// Loads happen one after the other, so that one that ends the process is known; what comes before a first load does not.
struct Residence {
    /// What the start has come to.
    struct Settled {
        /// One for each model of the configuration.
        var models: [LoadedModel] = []
        /// One for each binding of the configuration.
        var bindings: [LoadedBinding] = []
        var courses: [UpdateCourse] = []
        /// Bundles of the configuration that are new, and bundles that are fetched again.
        var offers: [InstallCommand] = []
        /// Brings models back that were taken out of service; nil: as they were loaded.
        var reloading: ModelReloading?
    }

    /// What says that a bundle is not on the disk as it was verified.
    private static let damage: Set<UpdateCode> = [.digestMismatch, .badManifest, .badPath, .probeCrash]

    /// Loads that may end the process of a bundle that has served; more than of one that has not, as power is cut, too.
    static let mostLoads = 3
    /// First bundles that are copied and probed at once: a small device has memory for two.
    private static let mostProbes = 2

    let settings: Settings
    let work: any UpdateWork
    let ledger: UpdateLedger
    let policy: UpdatePolicy
    let clock: UpdateClock
    /// False when the process before this one ended without a word.
    let wasClean: Bool
    /// Why the state database was made anew; nil: it was sound.
    let loss: String?
    let logger: Logger

    /// Settles every model of the configuration.
    ///
    /// - Throws: why the state database cannot be read.
    func settle() throws(StorageError) -> Settled {
        let records = Dictionary(uniqueKeysWithValues: try ledger.records().map { ($0.name, $0) })
        let lastJobs = Dictionary(uniqueKeysWithValues: try ledger.database.lastJobs().map { ($0.model, $0.id) })
        records.values.forEach(work.keep)
        var places: [Place] = []
        for reference in settings.models {
            let name = reference.name.description
            var place = Place(
                reference: reference,
                course: UpdateCourse(
                    model: reference.name,
                    record: records[name] ?? ModelRecord(name: name),
                    policy: policy,
                    lastJob: lastJobs[name]
                )
            )
            if records[name] == nil { rebuild(&place) }
            if place.staged == nil, let active = place.course.record.active { takeUp(active, &place) }
            ledger.endLoad(of: reference.name, logger: logger)
            places.append(place)
        }
        prepareFirst(&places)
        var settled = Settled()
        for var place in places {
            settle(&place)
            settled.courses.append(place.course)
            settled.offers += place.offers
            settled.models.append(place.model)
            settled.bindings += place.bindings(of: settings)
        }
        // In the order of the configuration.
        settled.bindings = settings.bindings.compactMap { binding in
            settled.bindings.first { $0.name == binding.name }
        }
        return settled
    }

    /// Brings models without anything that serves as far as their first load, some at once.
    private func prepareFirst(_ places: inout [Place]) {
        let waiting = places.indices.filter { places[$0].staged == nil && places[$0].course.record.active == nil }
        let shared = Guarded((places: places, waiting: waiting[...]))
        DispatchQueue.concurrentPerform(iterations: min(waiting.count, Self.mostProbes)) { _ in
            while let index = shared.withLock({ $0.waiting.popFirst() }) {
                var place = shared.withLock { $0.places[index] }
                prepareFirst(&place)
                shared.withLock { [place] in $0.places[index] = place }
            }
        }
        places = shared.withLock { $0.places }
    }

    // MARK: one model

    private func settle(_ place: inout Place) {
        if place.staged == nil, place.course.record.active == nil { installFirst(&place) }
        if place.course.record.active != nil { offer(&place) }
        work.keep(place.course.record)
        place.course.staged = nil
        if let staged = place.staged {
            logger.info(
                "model ready",
                metadata: [
                    "model": "\(place.name)", "version": "\(staged.model.version)", "bundle": "\(staged.id.short)",
                ]
            )
        } else {
            logger.error("model refused", metadata: ["model": "\(place.name)", "reason": "\(place.reason)"])
        }
    }

    /// Loads what is active, or what was before it.
    private func takeUp(_ active: ModelRecord.Resident, _ place: inout Place) {
        do throws(UpdateError) {
            place.staged = try load(active.bundle, place)
            return
        } catch {
            place.reason = error.message
            logger.error(
                "the active model cannot be used",
                metadata: ["model": "\(place.name)", "bundle": "\(active.bundle.short)", "reason": "\(error)"]
            )
            // What could not be read this time may be read the next.
            let isDamaged = Self.damage.contains(error.code)
            loadPrevious(&place)
            guard isDamaged else { return }
            _ = step(&place.course, .damaged(error, previousServes: place.staged != nil))
            if !place.course.record.rejects(active.bundle) { refetch(active, &place) }
        }
    }

    /// Loads a bundle that has served before, unless that has ended the process again and again.
    func load(_ bundle: BundleID, _ place: Place) throws(UpdateError) -> StagedModel {
        let starts = ledger.beginLoad(of: bundle, model: place.name, logger: logger)
        guard wasClean || starts < Self.mostLoads else {
            throw UpdateError(
                .probeCrash,
                "the program ended \(starts) times while bundle \(bundle.short) was loaded; install another one"
            )
        }
        return try work.load(bundle, of: place.name, isCandidate: false)
    }

    private func loadPrevious(_ place: inout Place) {
        let record = place.course.record
        guard let previous = record.previous, previous.securityVersion >= record.floor else { return }
        do throws(UpdateError) {
            place.staged = try load(previous.bundle, place)
        } catch {
            logger.error(
                "the previous model cannot be used either",
                metadata: ["model": "\(place.name)", "bundle": "\(previous.bundle.short)", "reason": "\(error)"]
            )
        }
    }

    /// What was damaged is fetched again, where it is known from where.
    private func refetch(_ damaged: ModelRecord.Resident, _ place: inout Place) {
        guard place.course.record.candidate == nil else { return }
        if let source = damaged.source {
            place.offers.append(
                InstallCommand(
                    job: "repair-" + damaged.bundle.short,
                    model: place.name,
                    version: damaged.version,
                    place: .url(source, sha256: damaged.bundle.digest.bytes)
                )
            )
        } else if place.staged != nil, place.course.record.configured == damaged.bundle {
            place.offers.append(configured(damaged.bundle, place))
        }
    }

    /// A model without anything that serves gets the configuration's bundle; this goes as far as the load.
    private func prepareFirst(_ place: inout Place) {
        if let candidate = place.course.record.candidate {
            guard case .configured = candidate.job.place else {
                place.reason = "its first bundle is on its way: job \(candidate.job.id)"
                return
            }
            run(&place, [.restarted(wasClean: wasClean)], isLoading: false)
            place.isResumed = !place.due.isEmpty
            if place.isResumed { return }
        }
        prepareConfigured(&place)
    }

    private func prepareConfigured(_ place: inout Place) {
        guard place.offers.isEmpty else { return }
        do throws(UpdateError) {
            let bundle = try work.identify(place.reference.path, of: place.name)
            run(&place, [.install(UpdateJob(configured(bundle, place)))], isLoading: false)
        } catch {
            place.reason = error.message
        }
    }

    /// Does what is due of a first bundle: its load, and what follows.
    ///
    /// Where what an earlier start had begun fails, the configuration's bundle has its turn.
    private func installFirst(_ place: inout Place) {
        finishFirst(&place)
        guard place.staged == nil, place.isResumed else { return }
        prepareConfigured(&place)
        finishFirst(&place)
    }

    private func finishFirst(_ place: inout Place) {
        let due = place.due
        place.due = []
        run(&place, due, isLoading: true)
    }

    /// Offers the configuration's bundle, where it is none that is or was known.
    private func offer(_ place: inout Place) {
        do throws(UpdateError) {
            let bundle = try work.identify(place.reference.path, of: place.name)
            let record = place.course.record
            let known =
                [record.active?.bundle, record.previous?.bundle, record.configured] + [record.candidate?.bundle]
            guard !known.contains(bundle), !record.rejects(bundle), place.offers.isEmpty else { return }
            place.offers.append(configured(bundle, place))
        } catch {
            logger.warning(
                "the configured model cannot be read; the one in the store goes on serving",
                metadata: ["model": "\(place.name)", "reason": "\(error)"]
            )
        }
    }

    private func configured(_ bundle: BundleID, _ place: Place) -> InstallCommand {
        var command = InstallCommand(
            job: bundle.description,
            model: place.name,
            place: .configured(place.reference.path)
        )
        command.strategy.shadow = .zero
        return command
    }
}

extension UpdateCandidate {
    /// The bundle, where it is known.
    var bundle: BundleID? { phase.target?.bundle ?? job.bundle ?? BundleID(job.id) }
}
