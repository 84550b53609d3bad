import Foundation
import Logging
import Models
import Storage

/// What serves when the component starts.
extension EdgeComponent {
    /// What serves, and who brings new models; nobody does where updates are switched off.
    func settle(
        _ loader: any ModelLoading,
        _ database: StateDatabase,
        _ session: SessionStart,
        _ memory: ProfileMemory
    ) throws -> (Residence.Settled, Updater?) {
        guard settings.updates.enabled else {
            let models = loadModels(loader, memory)
            let bindings = settings.bindings.map { LoadedBinding.load($0, models: models) }
            return (Residence.Settled(models: models, bindings: bindings), nil)
        }
        let clock = UpdateClock.system()
        let (work, ledger, policy) = try updateRooms(loader, database, memory, clock)
        var settled = try Residence(
            settings: settings,
            work: work,
            ledger: ledger,
            policy: policy,
            clock: clock,
            wasClean: session.previousExitWasClean,
            loss: database.recovered,
            logger: logger
        ).settle()
        settled.reloading = .stored(work)
        let updater = Updater(
            UpdaterBlueprint(
                courses: settled.courses,
                offers: settled.offers,
                work: work,
                ledger: ledger,
                clock: clock,
                wasClean: session.previousExitWasClean,
                logger: logger
            )
        )
        return (settled, updater)
    }

    /// What does the work of updates, and what writes it down; the store is cleared of what a crash has left.
    private func updateRooms(
        _ loader: any ModelLoading,
        _ database: StateDatabase,
        _ memory: ProfileMemory,
        _ clock: UpdateClock
    ) throws -> (BundleWork, UpdateLedger, UpdatePolicy) {
        let assembly = UpdateAssembly(
            settings: settings,
            loader: loader,
            memory: memory,
            database: database,
            environment: environment,
            prober: prober,
            faults: faults,
            logger: logger
        )
        let work = try assembly.work(clock)
        try assembly.tidy(work.store)
        let ledger = UpdateLedger(
            database: database,
            faults: faults,
            giveUpReserve: { work.giveUpReserve() },
            newID: { UUID().uuidString.lowercased() }
        )
        return (work, ledger, assembly.policy)
    }

    /// What the loop gets of the updater.
    func link(_ updater: Updater?, _ database: StateDatabase) throws(StorageError) -> UpdateLink {
        guard let updater else { return .none }
        let configured = Set(settings.models.map(\.name))
        return updater.link(
            allowsUnsigned: settings.updates.allowUnsigned,
            progress: try database.recentJobs(limit: UpdateBoard.mostWaiting)
                .compactMap(JobProgress.init)
                .filter { configured.contains($0.model) },
            forgotten: try database.models().compactMap { Name($0.name) }.filter { !configured.contains($0) }
        )
    }

    func tell(_ bindings: [LoadedBinding]) {
        for binding in bindings {
            if let reason = binding.reason {
                logger.error("binding refused", metadata: ["binding": "\(binding.name)", "reason": "\(reason)"])
            } else {
                logger.info(
                    "binding ready",
                    metadata: [
                        "binding": "\(binding.name)", "model": "\(binding.settings.model)",
                        "topic": "\(binding.settings.source.topic)",
                    ]
                )
            }
        }
    }

    private func loadModels(_ loader: any ModelLoading, _ memory: ProfileMemory) -> [LoadedModel] {
        let warmUp = WarmUp(settings.inference)
        return settings.models.map { reference in
            let start = ContinuousClock.now
            let loaded = LoadedModel.load(reference, with: loader, warmUp: warmUp, memory: memory)
            let took = (ContinuousClock.now - start).microseconds / 1000
            switch loaded.condition {
            case .serving(_, let profile):
                logger.info(
                    "model ready",
                    metadata: [
                        "model": "\(loaded.name)", "version": "\(loaded.version)", "ms": "\(took)",
                        "run_us": "\(profile.cost(rows: 1).microseconds)", "batch": "\(profile.batchLimit)",
                        "threads": "\(profile.threads)",
                    ]
                )
            case .refused(let reason):
                logger.error("model refused", metadata: ["model": "\(loaded.name)", "reason": "\(reason)"])
            }
            return loaded
        }
    }
}
