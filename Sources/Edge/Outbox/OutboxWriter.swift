import Foundation
import MQTT
import Storage

/// The thread that the outbox's disk work is done on: a commit takes milliseconds, and the loop has none to spare.
///
/// It opens the database with the first order, and again after a failure. There is at most one order under way.
final class OutboxWriter: Sendable {
    /// What it tells.
    enum Report: Sendable {
        /// The database is open.
        case opened(OutboxInventory, recovered: String?)
        case carriedOut(OutboxOutcome)
        /// The order came to nothing.
        case failed(StorageError)
    }

    /// What it works on.
    struct Place: Sendable {
        /// The owner of the data folder.
        let state: StateDatabase
        /// The sequence that this session's letters begin at.
        let beginning: Int64
        /// Bytes that the disk holds at most.
        let capacity: Int
    }

    private let queue = JobQueue<OutboxOrder>()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; what it tells is posted to `reports`.
    init(_ place: Place, reports: Mailbox<Report>) {
        let thread = Thread { [self] in
            work(place, reports)
            ended.signal()
        }
        thread.name = "marram outbox"
        thread.start()
    }

    /// Hands over an order.
    func carryOut(_ order: OutboxOrder) { queue.add(order) }

    /// Ends the thread once it has done what it was told, and waits for that.
    ///
    /// To be called once.
    func stop() {
        queue.end(dropping: false)
        ended.wait()
    }

    private func work(_ place: Place, _ reports: Mailbox<Report>) {
        var database: OutboxDatabase?
        while let order = queue.next() {
            do throws(StorageError) {
                let open: OutboxDatabase
                if let database { open = database } else { open = try Self.open(place, reports) }
                database = open
                let outcome = try open.carryOut(order)
                if let failure = outcome.failure, Self.callsForOpening(failure) { database = nil }
                reports.post(.carriedOut(outcome))
            } catch {
                database = nil
                reports.post(.failed(error))
            }
        }
    }

    private static func open(_ place: Place, _ reports: Mailbox<Report>) throws(StorageError) -> OutboxDatabase {
        let database = try OutboxDatabase(beside: place.state, beginning: place.beginning, capacity: place.capacity)
        reports.post(.opened(database.inventory, recovered: database.recovered))
        return database
    }

    /// Damage is mended, and a file that has come back is found, by opening it.
    private static func callsForOpening(_ failure: StorageError) -> Bool {
        switch failure.code {
        case .corrupt, .failed: true
        case .diskFull, .readOnly, .permission, .notADirectory, .inUse, .newer: false
        }
    }
}
