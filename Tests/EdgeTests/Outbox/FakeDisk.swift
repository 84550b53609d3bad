import Storage

@testable import Edge

/// A disk in memory that does what `OutboxDatabase` does.
struct FakeDisk {
    private(set) var rows: [StoredMessage] = []
    /// Takes no writes.
    var isFull = false
    var capacity = Int.max

    var sequences: [Int64] { rows.map(\.sequence) }

    var inventory: OutboxInventory {
        var inventory = OutboxInventory()
        inventory.messages = rows.count
        inventory.bytes = rows.reduce(0) { $0 + $1.size }
        inventory.first = rows.first?.sequence
        inventory.last = rows.last?.sequence
        inventory.oldest = rows.first?.time
        return inventory
    }

    init(_ rows: [StoredMessage] = []) { self.rows = rows }

    mutating func carryOut(_ order: OutboxOrder) -> OutboxOutcome {
        var dropped = 0
        let fails = isFull && order.writes
        if !fails { dropped = change(order) }
        var outcome = OutboxOutcome(inventory)
        outcome.dropped = dropped
        if fails { outcome.failure = Self.failure }
        if let wanted = order.wanted {
            outcome.messages = Array(rows.filter { $0.sequence > wanted.after }.prefix(wanted.limit))
        }
        return outcome
    }

    private mutating func change(_ order: OutboxOrder) -> Int {
        rows.removeAll { row in order.removals.contains { $0.contains(row.sequence) } }
        for message in order.additions where !sequences.contains(message.sequence) { rows.append(message) }
        rows.sort { $0.sequence < $1.sequence }
        let before = rows.count
        if let expiry = order.expiry {
            let isOld = { (row: StoredMessage) in row.sequence >= order.unsent && row.time < expiry }
            let end = rows.firstIndex { $0.sequence >= order.unsent && !isOld($0) } ?? rows.count
            rows = rows.enumerated().filter { $0.offset >= end || !isOld($0.element) }.map(\.element)
        }
        while inventory.bytes > capacity, let index = rows.firstIndex(where: { $0.sequence >= order.unsent }) {
            rows.remove(at: index)
        }
        return before - rows.count
    }

    /// What a full disk says; from a database that has no room at all.
    private static let failure: StorageError = {
        do throws(StorageError) {
            _ = try StateDatabase(directory: "/dev/null/outbox")
            preconditionFailure("a folder in a device")
        } catch {
            return error
        }
    }()
}
