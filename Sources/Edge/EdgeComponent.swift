import Foundation
public import Logging
public import Models
import ServiceLifecycle
import Storage
import UnixSignals

/// The component: what it needs is opened here, and the list of its services stands here.
public struct EdgeComponent: Sendable {
    private let settings: Settings
    private let loader: any ModelLoading
    private let prober: (any Probing)?
    private let environment: [String: String]
    private let faults: FaultPoints
    private let logger: Logger

    /// Makes the component; nothing is opened before it runs.
    ///
    /// - Parameters:
    ///   - settings: what it runs by.
    ///   - loader: loads models.
    ///   - prober: tries out new models; nil: a child process of this program does.
    ///   - environment: where credentials and proxies are found; nil: the process's own.
    ///   - faults: told of the points that an update passes.
    ///   - logger: is told what happens.
    public init(
        settings: Settings,
        loader: any ModelLoading,
        prober: (any Probing)? = nil,
        environment: [String: String]? = nil,
        faults: FaultPoints = .none,
        logger: Logger
    ) {
        self.settings = settings
        self.loader = loader
        self.prober = prober
        self.environment = environment ?? ProcessInfo.processInfo.environment
        self.faults = faults
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT, then finishes what is under way.
    ///
    /// - Throws: what keeps it from serving: a data folder in use, a password file, TLS files.
    public func run() async throws {
        let topics = try Topics(settings)
        let password = try PasswordFile.read(settings.broker)
        let uplinkPassword = try settings.uplink.flatMap { (uplink) throws(EdgeError) in
            try PasswordFile.read(uplink, section: "uplink")
        }
        let (database, session) = try begin()
        if let recovered = database.recovered {
            logger.error("the state database was damaged and is made anew", metadata: ["reason": "\(recovered)"])
        }
        if !session.previousExitWasClean {
            logger.warning("the last run ended without a word; requests delivered again are noted before they run")
        }
        let memory = ProfileMemory(
            database: database,
            runtimeVersion: loader.runtimeVersion,
            processors: ProcessInfo.processInfo.activeProcessorCount,
            threads: settings.inference.intraThreads,
            logger: logger
        )
        let (residents, updater) = try settle(database, session, memory)
        tell(residents.bindings)
        let blueprint = NodeBlueprint(
            settings: settings,
            topics: topics,
            password: password,
            models: residents.models,
            bindings: residents.bindings,
            loader: loader,
            memory: memory,
            database: database,
            session: session,
            logger: logger,
            uplinkPassword: uplinkPassword,
            updates: try link(updater, database)
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [IntakeService(blueprint: blueprint)].map {
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: $0,
                        successTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        do {
            try await group.run()
        } catch {
            // It failed in order: nothing that it was running is to blame.
            updater?.stop()
            end(database)
            throw error
        }
        updater?.stop()
        end(database)
        logger.info("stopped")
    }

    /// Opens what outlives the process and notes that it runs; a full disk gives up its reserve for that, so that a node that
    /// is started again goes on serving.
    private func begin() throws(StorageError) -> (StateDatabase, SessionStart) {
        do throws(StorageError) {
            return try beginSession()
        } catch {
            let store = ModelStore(dataDirectory: settings.dataDirectory)
            guard error.code == .diskFull, store.giveUpReserve() else { throw error }
            logger.error("the disk is full, its reserve is given up", metadata: ["reason": "\(error)"])
            return try beginSession()
        }
    }

    private func beginSession() throws(StorageError) -> (StateDatabase, SessionStart) {
        let database = try StateDatabase(directory: settings.dataDirectory)
        return (database, try database.beginSession())
    }

    /// Notes that the session has ended; where the disk does not take that, it has ended all the same.
    private func end(_ database: StateDatabase) {
        do throws(StorageError) {
            try database.endSession()
        } catch {
            logger.error(
                "the end of the session cannot be noted; what is delivered again after the next start is suspect",
                metadata: ["reason": "\(error)"]
            )
        }
    }

    /// What serves, and who brings new models; nobody does where updates are switched off.
    private func settle(
        _ database: StateDatabase,
        _ session: SessionStart,
        _ memory: ProfileMemory
    ) throws -> (Residence.Settled, Updater?) {
        guard settings.updates.enabled else {
            let models = loadModels(memory)
            let bindings = settings.bindings.map { LoadedBinding.load($0, models: models) }
            return (Residence.Settled(models: models, bindings: bindings), nil)
        }
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
        let clock = UpdateClock.system()
        let work = try assembly.work(clock)
        try assembly.tidy(work.store)
        let ledger = UpdateLedger(
            database: database,
            faults: faults,
            giveUpReserve: { work.giveUpReserve() },
            newID: { UUID().uuidString.lowercased() }
        )
        let residence = Residence(
            settings: settings,
            work: work,
            ledger: ledger,
            policy: assembly.policy,
            clock: clock,
            wasClean: session.previousExitWasClean,
            loss: database.recovered,
            logger: logger
        )
        let settled = try residence.settle()
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

    private func link(_ updater: Updater?, _ database: StateDatabase) throws(StorageError) -> UpdateLink {
        guard let updater else { return .none }
        let configured = Set(settings.models.map(\.name))
        return updater.link(
            allowsUnsigned: settings.updates.allowUnsigned,
            progress: try database.lastJobs().compactMap(JobProgress.init).filter { configured.contains($0.model) },
            forgotten: try database.models().compactMap { Name($0.name) }.filter { !configured.contains($0) }
        )
    }

    private func tell(_ bindings: [LoadedBinding]) {
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

    private func loadModels(_ memory: ProfileMemory) -> [LoadedModel] {
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
