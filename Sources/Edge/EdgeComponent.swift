import Foundation
public import Logging
import ServiceLifecycle
import Storage
import UnixSignals

/// The component: what it needs is opened here, and the list of its services stands here.
public struct EdgeComponent: Sendable {
    private let settings: Settings
    private let loader: any ModelLoading
    private let logger: Logger

    /// Makes the component; nothing is opened before it runs.
    public init(settings: Settings, loader: any ModelLoading, logger: Logger) {
        self.settings = settings
        self.loader = loader
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
        let database = try StateDatabase(directory: settings.dataDirectory)
        if let recovered = database.recovered {
            logger.error("the state database was damaged and is made anew", metadata: ["reason": "\(recovered)"])
        }
        let session = try database.beginSession()
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
        let models = loadModels(memory)
        let blueprint = NodeBlueprint(
            settings: settings,
            topics: topics,
            password: password,
            models: models,
            bindings: loadBindings(models),
            loader: loader,
            memory: memory,
            database: database,
            session: session,
            logger: logger,
            uplinkPassword: uplinkPassword
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
            end(database)
            throw error
        }
        end(database)
        logger.info("stopped")
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

    private func loadBindings(_ models: [LoadedModel]) -> [LoadedBinding] {
        settings.bindings.map { binding in
            let loaded = LoadedBinding.load(binding, models: models)
            if let reason = loaded.reason {
                logger.error("binding refused", metadata: ["binding": "\(binding.name)", "reason": "\(reason)"])
            } else {
                logger.info(
                    "binding ready",
                    metadata: [
                        "binding": "\(binding.name)", "model": "\(binding.model)", "topic": "\(binding.source.topic)",
                    ]
                )
            }
            return loaded
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
