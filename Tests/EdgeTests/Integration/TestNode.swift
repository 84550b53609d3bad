import Foundation
import Inference
import Logging
import MQTT
import Monitoring
import Storage
import Support
import Testing

@testable import Edge

/// A node in this process: the real loop on its own thread, with the models of a loader.
final class TestNode: Sendable {
    let log: TestLog
    /// What its stages have reported.
    let reports = Watched<[StageReport]>([])
    /// The way in beside MQTT.
    let door = NodeDoor()
    private let stopRequests: Mailbox<Void>
    private let orders = Orders()
    private let finished = Guarded<[CheckedContinuation<Void, Never>]?>([])
    private let database: StateDatabase
    private let folder: TemporaryFolder
    private let rows: RowJournals?

    /// Starts a node of the configuration `json`, over what a broker on `port` of this machine needs.
    init(
        _ configuration: [String: any Sendable] = [:],
        port: Int,
        loader: any ModelLoading,
        folder: TemporaryFolder? = nil,
        updates: UpdateLink = .none,
        reloading: ModelReloading? = nil,
        board: Board? = nil,
        operators: OperatorLine? = nil
    ) throws {
        let folder = try folder ?? TemporaryFolder()
        self.folder = folder
        var merged = configuration
        merged["node"] = configuration["node"] ?? "n1"
        merged["data_dir"] = folder.path
        var broker = configuration["broker"] as? [String: any Sendable] ?? [:]
        broker["port"] = port
        broker["host"] = broker["host"] ?? "127.0.0.1"
        merged["broker"] = broker
        let json = String(decoding: try JSONSerialization.data(withJSONObject: merged), as: UTF8.self)
        let settings = try Settings.load(from: ConfigurationSources(configuration: json, environment: [:])).settings
        database = try StateDatabase(directory: settings.dataDirectory)
        let session = try database.beginSession()
        let log = TestLog()
        self.log = log
        let rows = EdgeComponent(settings: settings, logger: log.logger) { loader }.keptRows()
        self.rows = rows
        rows?.start()
        let warmUp = WarmUp(settings.inference)
        let memory = ProfileMemory.testing(database, loader, threads: settings.inference.intraThreads, log.logger)
        let models = settings.models.map { LoadedModel.load($0, with: loader, warmUp: warmUp, memory: memory) }
        let blueprint = NodeBlueprint(
            settings: settings,
            topics: try Topics(settings),
            password: try PasswordFile.read(settings.broker),
            models: models,
            bindings: settings.bindings.map { LoadedBinding.load($0, models: models) },
            loader: loader,
            memory: memory,
            database: database,
            session: session,
            logger: log.logger,
            updates: Self.overheard(updates, orders, reports),
            door: door,
            reloading: reloading ?? .configured(settings, loader, memory),
            board: board,
            operators: operators,
            rows: rows
        )
        let wakeup = try Wakeup()
        stopRequests = Mailbox(wakeup: wakeup)
        let stopRequests = stopRequests
        // Whoever has waited for the end finds the data folder free.
        let held = Guarded<NodeBlueprint?>(blueprint)
        let thread = Thread { [finished] in
            Self.serve(held, wakeup, stopRequests)
            let waiting = finished.withLock { current in
                let taken = current ?? []
                current = nil
                return taken
            }
            waiting.forEach { $0.resume() }
        }
        thread.start()
    }

    /// A link that stages' reports and the test's orders go over, too.
    private static func overheard(
        _ link: UpdateLink,
        _ orders: Orders,
        _ reports: Watched<[StageReport]>
    ) -> UpdateLink {
        var overheard = link
        overheard.connect = { words in
            let post = link.connect(words)
            orders.join(words)
            return { message in
                post(message)
                if case .stage(let report) = message { reports.change { $0.append(report) } }
            }
        }
        return overheard
    }

    private static func serve(
        _ held: Guarded<NodeBlueprint?>,
        _ wakeup: Wakeup,
        _ stopRequests: Mailbox<Void>
    ) {
        guard let blueprint = held.withLock({ $0.take() }) else { return }
        do {
            try NodeLoop(blueprint, wakeup: wakeup, stopRequests: stopRequests).run()
        } catch {
            blueprint.logger.critical("the loop does not start", metadata: ["reason": "\(error)"])
        }
    }

    /// Tells the loop what the updater would.
    func order(_ order: StageOrder) { orders.post(.order(order)) }

    /// Waits for a report that satisfies a condition.
    @discardableResult
    func report(_ isWanted: @escaping @Sendable (StageReport) -> Bool) async throws -> StageReport {
        let all = try await reports.wait(for: "a report of a stage") { $0.contains(where: isWanted) }
        return try #require(all.last(where: isWanted))
    }

    /// Stops it in order.
    func stop() async throws {
        stopRequests.post(())
        await withCheckedContinuation { continuation in
            let isOver = finished.withLock { current in
                guard current != nil else { return true }
                current?.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        rows?.stop()
        try database.endSession()
    }
}

/// Words of a test to the loop; those that come before the loop listens wait for it.
private final class Orders: Sendable {
    private let state = Guarded<(words: Mailbox<UpdaterWord>?, early: [UpdaterWord])>((nil, []))

    func post(_ word: UpdaterWord) {
        state.withLock { state in
            if let words = state.words { words.post(word) } else { state.early.append(word) }
        }
    }

    func join(_ words: Mailbox<UpdaterWord>) {
        state.withLock { state in
            for word in state.early { words.post(word) }
            state = (words, [])
        }
    }
}

extension ProfileMemory {
    /// What a node of the tests remembers with.
    static func testing(
        _ database: StateDatabase,
        _ loader: any ModelLoading,
        threads: Int? = nil,
        _ logger: Logger = TestLog().logger
    ) -> ProfileMemory {
        ProfileMemory(
            database: database,
            runtimeVersion: loader.runtimeVersion,
            processors: ProcessInfo.processInfo.activeProcessorCount,
            threads: threads,
            logger: logger
        )
    }
}

extension OnnxLoader {
    /// The loader of the tests, over the library that `helpers/setup.sh` brings.
    static func testing() throws -> OnnxLoader {
        let runtime = try OnnxRuntime.load(library: Project.onnxRuntime, environment: [:], programDirectory: nil)
        let settings = try Settings.load(from: ConfigurationSources(configuration: "{}", environment: [:])).settings
        return OnnxLoader(runtime: runtime, settings: settings.inference)
    }
}
