import Foundation
public import Logging
import MQTT
public import Models
public import Monitoring
public import ServiceLifecycle
import Storage
import UnixSignals

/// The component: what it needs is opened here, and the list of its services stands here.
public struct EdgeComponent: Sendable {
    let settings: Settings
    let makeLoader: @Sendable () throws -> any ModelLoading
    let prober: (any Probing)?
    let environment: [String: String]
    let faults: FaultPoints
    let door: NodeDoor?
    let companions: [any Service]
    let board: Board?
    let operators: OperatorLine?
    let models: NodeModels?
    let logger: Logger

    /// Makes the component; nothing is opened before it runs.
    ///
    /// - Parameters:
    ///   - settings: what it runs by.
    ///   - prober: tries out new models; nil: a child process of this program does.
    ///   - environment: where credentials and proxies are found; nil: the process's own.
    ///   - faults: told of the points that an update passes.
    ///   - companions: run beside it, from before it knows what serves, and are stopped before it is; none of them ends it.
    ///   - door: lets requests in beside MQTT; nil: there are none.
    ///   - board: where the node tells how it does; nil: nobody looks.
    ///   - operators: what people within this process speak over; nil: nobody does.
    ///   - models: told when the node runs, and when it ends; nil: nobody asks for its models' files.
    ///   - logger: is told what happens.
    ///   - makeLoader: finds what loads models, while what outlives the process is opened.
    public init(
        settings: Settings,
        prober: (any Probing)? = nil,
        environment: [String: String]? = nil,
        faults: FaultPoints = .none,
        companions: [any Service] = [],
        door: NodeDoor? = nil,
        board: Board? = nil,
        operators: OperatorLine? = nil,
        models: NodeModels? = nil,
        logger: Logger,
        makeLoader: @escaping @Sendable () throws -> any ModelLoading
    ) {
        self.settings = settings
        self.makeLoader = makeLoader
        self.prober = prober
        self.environment = environment ?? ProcessInfo.processInfo.environment
        self.faults = faults
        self.door = door
        self.companions = companions
        self.board = board
        self.operators = operators
        self.models = models
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT, then finishes what is under way.
    ///
    /// - Throws: what keeps it from serving: a data folder in use, a password file, TLS files, no library for models.
    public func run() async throws {
        let access = try BrokerAccess(settings)
        async let loading = makeLoader()
        let (database, session) = try begin()
        if let recovered = database.recovered {
            logger.error("the state database was damaged and is made anew", metadata: ["reason": "\(recovered)"])
        }
        if !session.previousExitWasClean {
            logger.warning("the last run ended without a word; requests delivered again are noted before they run")
        }
        do {
            let loader = try await loading
            logger.info(
                "marram starts",
                metadata: [
                    "version": "\(MarramVersion.current)", "node": "\(settings.node)",
                    "onnxruntime": "\(loader.runtimeVersion)", "data": "\(settings.dataDirectory)",
                ]
            )
            try await serve(loader, database, session, access)
        } catch {
            // It failed in order: nothing that it was running is to blame.
            end(database)
            throw error
        }
        end(database)
        logger.info("stopped")
    }

    /// Settles what serves, and serves it until the process is to stop; what runs beside it is there from the beginning.
    private func serve(
        _ loader: any ModelLoading,
        _ database: StateDatabase,
        _ session: SessionStart,
        _ access: BrokerAccess
    ) async throws {
        let beside = companions.isEmpty ? nil : Companions(companions, logger: logger)
        do {
            let memory = ProfileMemory(
                database: database,
                runtimeVersion: loader.runtimeVersion,
                processors: ProcessInfo.processInfo.activeProcessorCount,
                threads: settings.inference.intraThreads,
                logger: logger
            )
            let (residents, updater) = try await WorkThread.run { try settle(loader, database, session, memory) }
            tell(residents.bindings)
            let rows = keptRows()
            models?.open(NodeModels.Rooms(settings, database, updater))
            defer { models?.close() }
            let retrainer = try retrainer(database, updater)
            let blueprint = NodeBlueprint(
                settings: settings,
                topics: access.topics,
                password: access.password,
                models: residents.models,
                bindings: residents.bindings,
                loader: loader,
                memory: memory,
                database: database,
                session: session,
                logger: logger,
                uplinkPassword: access.uplinkPassword,
                updates: try link(updater, database),
                retraining: retrainer?.link ?? .none,
                door: door,
                reloading: residents.reloading ?? .configured(settings, loader, memory),
                board: board,
                operators: operators,
                rows: rows
            )
            defer {
                retrainer?.stop()
                rows?.stop()
                updater?.stop()
            }
            rows?.start()
            try await services(blueprint, beside).run()
        } catch {
            await beside?.end()
            throw error
        }
    }

    /// The list of services; they are stopped from the last to the first.
    private func services(_ blueprint: NodeBlueprint, _ beside: Companions?) -> ServiceGroup {
        typealias Configured = ServiceGroupConfiguration.ServiceConfiguration
        let intake = Configured(
            service: IntakeService(blueprint: blueprint),
            successTerminationBehavior: .gracefullyShutdownGroup
        )
        let companions = beside.map {
            Configured(service: $0, successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore)
        }
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [intake] + [companions].compactMap(\.self),
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
    }

    /// Opens what outlives the process and notes that it runs; a full disk gives up its reserve for that, then what was fetched
    /// of new models, so that a node that is started again goes on serving.
    private func begin() throws(StorageError) -> (StateDatabase, SessionStart) {
        do throws(StorageError) {
            return try beginSession()
        } catch {
            let store = ModelStore(dataDirectory: settings.dataDirectory)
            guard error.code == .diskFull, store.giveUpReserve() || store.giveUpDownloads() else { throw error }
            logger.error("the disk is full, room is made for the node alone", metadata: ["reason": "\(error)"])
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
}

/// What the brokers are spoken to with.
private struct BrokerAccess {
    let topics: Topics
    let password: Secret?
    let uplinkPassword: Secret?

    /// Reads the password files that the configuration names.
    init(_ settings: Settings) throws {
        topics = try Topics(settings)
        password = try PasswordFile.read(settings.broker)
        uplinkPassword = try settings.uplink.flatMap { (uplink) throws(EdgeError) in
            try PasswordFile.read(uplink, section: "uplink")
        }
    }
}
