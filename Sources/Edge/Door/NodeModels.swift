import Anomaly
import Foundation
import MQTT
import Models
public import OpenInference
import Storage

/// What the node has of its models on the disk: where new ones come from, and how scores are judged.
///
/// It may be made and asked before the node runs, and after: it says then that the node is not ready.
public final class NodeModels: ModelSourcing {
    /// What it needs of a node that runs.
    struct Rooms: Sendable {
        let settings: Settings
        let database: StateDatabase
        let store: ModelStore
        /// Hands a command to the update service; nil: there is none.
        let offer: (@Sendable (InstallCommand) -> Void)?

        init(_ settings: Settings, _ database: StateDatabase, _ updater: Updater?) {
            self.settings = settings
            self.database = database
            store = ModelStore(dataDirectory: settings.dataDirectory)
            guard let updater else {
                offer = nil
                return
            }
            offer = { updater.post(.install($0, number: nil)) }
        }
    }

    private let rooms = Guarded<Rooms?>(nil)
    private let underWay = Guarded<Set<Name>>([])
    private let patience: Duration

    /// Makes it for a node that does not run yet.
    ///
    /// - Parameter patience: The longest that somebody waits for the end of an update.
    public init(patience: Duration = .seconds(60)) { self.patience = patience }

    /// The node runs.
    func open(_ rooms: Rooms) { self.rooms.withLock { $0 = rooms } }

    /// The node ends: whoever waits is told so.
    func close() { rooms.withLock { $0 = nil } }

    /// Starts an update of a model from where its bundle in service came from, else from its configured path, and waits.
    ///
    /// - Parameter model: The model's name.
    /// - Returns: What serves.
    /// - Throws: Why it does not; what served before goes on.
    public func source(_ model: String) async throws(SourcingError) -> SourcedModel {
        let rooms = try running()
        guard let reference = rooms.settings.models.first(where: { $0.name.description == model }) else {
            throw SourcingError(
                .unknownModel,
                "no model '\(model.prefix(80))' is configured; POST /v2/repository/index tells which are"
            )
        }
        guard let offer = rooms.offer else {
            throw SourcingError(.busy, "this node takes no updates; set updates.enabled to true")
        }
        let name = reference.name
        guard underWay.withLock({ $0.insert(name).inserted }) else {
            throw SourcingError(.busy, "another update of '\(name)' is under way; ask again when it is over")
        }
        defer { underWay.withLock { _ = $0.remove(name) } }
        let course = SourcingCourse(
            reference: reference,
            database: rooms.database,
            store: rooms.store,
            offer: offer,
            patience: patience,
            isOver: { [self] in self.rooms.withLock { $0 == nil } }
        )
        return try await Self.onThread { () throws(SourcingError) in try course.run() }.get()
    }

    /// What says how scores of a model are judged.
    ///
    /// - Parameter model: Its name; nil: the only one that finds anomalies.
    /// - Returns: The baseline of the bundle in service.
    /// - Throws: `unknownModel`, `badInput` where a name is needed, `notReady`, `internal`.
    public func baseline(of model: String?) async throws(InferError) -> ServedBaseline {
        guard let rooms = rooms.withLock({ $0 }) else { throw InferError(.notReady, Self.notRunning) }
        let shelf = BaselineShelf(settings: rooms.settings, database: rooms.database, store: rooms.store)
        return try await Self.onThread { () throws(InferError) in try shelf.baseline(of: model) }.get()
    }

    private static let notRunning = "the node starts or ends; ask again in a moment"

    private func running() throws(SourcingError) -> Rooms {
        guard let rooms = rooms.withLock({ $0 }) else { throw SourcingError(.notReady, Self.notRunning) }
        return rooms
    }

    /// Waits on a thread of its own.
    private static func onThread<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        await withCheckedContinuation { done in
            let thread = Thread {
                do throws(Failure) {
                    done.resume(returning: .success(try body()))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
            thread.name = "marram models"
            thread.start()
        }
    }
}
