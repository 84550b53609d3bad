public import FoundationEssentials
import GRDB

/// Messages that wait until they can be sent, in `outbox.db` of the data directory.
///
/// A file of its own beside the state database: whoever asks that one for something never waits for this one's commits.
/// An order is one transaction, on the disk when `carryOut` returns (WAL, synchronous FULL). One thread at a time.
public final class OutboxDatabase {
    /// Bytes that one reading returns at most, unless a single message has more.
    static let readingLimit = 1 << 20
    /// A clock that says an earlier time than this (2020-01-01) was never set: what it says is no age.
    static let firstPlausibleTime: Int64 = 1_577_836_800_000

    /// What was set aside because it was damaged, and where it is now; nil when the database was sound.
    public var recovered: String? { file.recovered }
    /// What it holds.
    public private(set) var inventory = OutboxInventory()

    private let file: DatabaseFile
    private let capacity: Int
    /// Keeps the data directory this process's.
    private let state: StateDatabase

    /// Opens the outbox in the directory of `state`, creating it where it is missing.
    ///
    /// - Parameters:
    ///   - state: the owner of the data directory.
    ///   - beginning: the sequence that this session's messages begin at; what is there already comes before it.
    ///   - capacity: bytes, as `StoredMessage.size` counts them, above which the oldest messages are dropped.
    ///   - now: the time that a damaged database is named after.
    /// - Throws: `newer` when a later Marram wrote it, else what the disk says.
    public convenience init(
        beside state: StateDatabase,
        beginning: Int64,
        capacity: Int,
        now: Date = Date()
    ) throws(StorageError) {
        try self.init(beside: state, beginning: beginning, capacity: capacity, now: now, settings: "")
    }

    /// Opens as above, then runs `settings`, SQL that narrows the connection.
    init(
        beside state: StateDatabase,
        beginning: Int64,
        capacity: Int,
        now: Date,
        settings: String
    ) throws(StorageError) {
        self.state = state
        self.capacity = capacity
        file = try DatabaseFile(
            state.directory + "/outbox.db",
            label: "outbox",
            migrator: OutboxSchema.migrator,
            now: now
        )
        inventory = try file.read { database in try Self.takeStock(database) }
        if let first = inventory.first, let last = inventory.last, last >= beginning {
            inventory = try file.write { database in
                try Self.renumber(first...last, below: beginning, database)
                return try Self.takeStock(database)
            }
        }
        if !settings.isEmpty {
            try file.write { database in try database.execute(sql: settings) }
        }
    }

    /// Removes, adds, drops and reads what `order` says, in this order.
    ///
    /// What cannot be written is told in the outcome and has changed nothing; reading goes on without it.
    /// - Throws: when even reading fails.
    public func carryOut(_ order: OutboxOrder) throws(StorageError) -> OutboxOutcome {
        var outcome = OutboxOutcome(inventory)
        if order.writes {
            do throws(StorageError) {
                try change(order, &outcome)
            } catch {
                outcome.failure = error
                try makeRoom(order, error, &outcome)
            }
        }
        if let wanted = order.wanted {
            outcome.messages = try file.read { database in
                try Self.messages(after: wanted.after, limit: wanted.limit, database)
            }
        }
        return outcome
    }

    /// Moves what is there before the messages of this session: a session counter that was lost began anew.
    private static func renumber(_ sequences: ClosedRange<Int64>, below end: Int64, _ database: Database) throws {
        // As far as all that is there is long: no number is then taken and given in one step.
        let distance = max(sequences.upperBound - end, sequences.upperBound - sequences.lowerBound) + 1
        try database.execute(sql: "UPDATE message SET sequence = sequence - ?", arguments: [distance])
    }

    private func change(_ order: OutboxOrder, _ outcome: inout OutboxOutcome) throws(StorageError) {
        let capacity = capacity
        let before = inventory
        let (after, dropped) = try file.write { database in
            var inventory = before
            // A number that nothing depends on.
            if order.probes { try database.execute(sql: "PRAGMA user_version = \(before.messages + 1)") }
            for removal in order.removals { try inventory.remove(removal, database) }
            for message in order.additions { try inventory.add(message, database) }
            var dropped = 0
            if let expiry = order.expiry {
                dropped += try inventory.drop(before: expiry, from: order.unsent, database)
            }
            dropped += try inventory.drop(downTo: capacity, from: order.unsent, database)
            try inventory.findEnds(database)
            return (inventory, dropped)
        }
        inventory = after
        outcome.inventory = after
        outcome.dropped = dropped
    }

    /// Where the disk is full, what has arrived is removed without anything being added: that makes room.
    private func makeRoom(
        _ order: OutboxOrder,
        _ failure: StorageError,
        _ outcome: inout OutboxOutcome
    ) throws(StorageError) {
        guard failure.code == .diskFull, !order.removals.isEmpty, !order.additions.isEmpty else { return }
        var smaller = OutboxOrder(unsent: order.unsent)
        smaller.removals = order.removals
        do throws(StorageError) {
            try change(smaller, &outcome)
        } catch {
            // Not even that: the failure that is told already says why.
            return
        }
    }

    /// The settings that keep a commit through a power cut, as SQLite reports them.
    func durability() throws(StorageError) -> String { try file.durability() }
}
