import Foundation
import Testing

@testable import Storage

@Suite("Outbox database")
struct OutboxDatabaseTests {
    private let folder: TemporaryFolder
    private let state: StateDatabase
    private let noon: Int64 = 1_795_262_400_000

    init() throws {
        folder = try TemporaryFolder()
        state = try StateDatabase(directory: folder.path)
    }

    private func open(
        beginning: Int64 = .max,
        capacity: Int = 1 << 20,
        settings: String = ""
    ) throws -> OutboxDatabase {
        try OutboxDatabase(beside: state, beginning: beginning, capacity: capacity, now: Date(), settings: settings)
    }

    private func message(_ sequence: Int64, time: Int64? = nil, bytes: Int = 300) -> StoredMessage {
        StoredMessage(
            sequence: sequence,
            time: time ?? noon + sequence,
            kind: 1,
            topic: "marram/v1/n1/prediction/press",
            document: Array(repeating: UInt8(truncatingIfNeeded: sequence), count: bytes)
        )
    }

    private func order(
        adding sequences: ClosedRange<Int64>? = nil,
        removing removals: [ClosedRange<Int64>] = [],
        unsent: Int64 = .min
    ) -> OutboxOrder {
        var order = OutboxOrder(unsent: unsent)
        order.additions = sequences.map { $0.map { message($0) } } ?? []
        order.removals = removals
        return order
    }

    private func all(_ database: OutboxDatabase, after: Int64 = .min, limit: Int = 100_000) throws -> [StoredMessage] {
        var order = OutboxOrder(unsent: .min)
        order.wanted = (after: after, limit: limit)
        return try database.carryOut(order).messages
    }

    @Test("[outbox-10] what was added is there after opening again, in order and whole")
    func keeps() throws {
        do {
            let database = try open()
            let outcome = try database.carryOut(order(adding: 1...100))
            #expect(outcome.failure == nil)
            #expect(outcome.inventory.messages == 100)
        }
        let database = try open()
        #expect(try all(database) == (1...100).map { message($0) })
        #expect(database.inventory.first == 1)
        #expect(database.inventory.last == 100)
        #expect(database.inventory.oldest == noon + 1)
        #expect(database.inventory.bytes == (1...100).reduce(0) { $0 + message($1).size })
        #expect(try database.durability() == "wal, synchronous 2")
    }

    @Test("[outbox-10] an order removes and adds in one go, and what is removed stays so")
    func removes() throws {
        do {
            let database = try open()
            _ = try database.carryOut(order(adding: 1...10))
            let outcome = try database.carryOut(order(adding: 11...12, removing: [1...4, 7...7, 90...99]))
            #expect(outcome.inventory.messages == 7)
        }
        let database = try open()
        #expect(try all(database).map(\.sequence) == [5, 6, 8, 9, 10, 11, 12])
        #expect(database.inventory.bytes == 7 * message(1).size)
        _ = try database.carryOut(order(removing: [0...100]))
        #expect(database.inventory == OutboxInventory())
    }

    @Test("[outbox-10] the same message added twice is there once")
    func twice() throws {
        let database = try open()
        _ = try database.carryOut(order(adding: 1...3))
        #expect(try database.carryOut(order(adding: 2...4)).inventory.messages == 4)
        #expect(database.inventory.bytes == 4 * message(1).size)
    }

    @Test("[outbox-10] reading goes on where it ended, by number and by bytes")
    func reading() throws {
        let database = try open(capacity: 64 << 20)
        _ = try database.carryOut(order(adding: 1...10))
        #expect(try all(database, after: 3, limit: 4).map(\.sequence) == [4, 5, 6, 7])
        #expect(try all(database, after: 10).isEmpty)
        var large = OutboxOrder(unsent: .min)
        large.additions = (11...20).map { message($0, bytes: OutboxDatabase.readingLimit / 2) }
        _ = try database.carryOut(large)
        #expect(try all(database, after: 10).map(\.sequence) == [11, 12])
    }

    @Test(
        "[outbox-11] above its capacity the oldest unsent are dropped and counted, and no others",
        arguments: [0, 30]
    )
    func capacity(underWay: Int64) throws {
        let size = message(1).size
        let database = try open(capacity: 100 * size)
        _ = try database.carryOut(order(adding: 1...100))
        let outcome = try database.carryOut(order(adding: 101...150, unsent: underWay + 1))
        #expect(outcome.dropped == 50)
        #expect(outcome.inventory.messages == 100)
        #expect(outcome.inventory.bytes <= 100 * size)
        let kept = (Int64(1)...150).filter { $0 <= underWay || $0 > underWay + 50 }
        #expect(try all(database).map(\.sequence) == kept)
    }

    @Test(
        "[outbox-11] the file on the disk takes no more than the capacity and a tenth",
        arguments: [100, 300, 2000, 5000]
    )
    func fileSize(bytes: Int) throws {
        let capacity = 4 << 20
        let database = try open(capacity: capacity)
        var sequence: Int64 = 0
        while sequence * Int64(bytes) < 3 * Int64(capacity) {
            var order = OutboxOrder(unsent: .min)
            order.additions = (1...100).map { message(sequence + $0, bytes: bytes) }
            sequence += 100
            #expect(try database.carryOut(order).inventory.bytes <= capacity)
        }
        let path = folder.path + "/outbox.db"
        let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        // The last checkpoint may be a write-ahead log of 4 MiB ago.
        #expect(size <= capacity * 11 / 10 + 100 * (bytes + 100))
        #expect(size >= capacity * 8 / 10)
    }

    @Test("[outbox-12] what is older than the limit is dropped and counted; a clock that was not set is no age")
    func age() throws {
        let database = try open()
        var first = OutboxOrder(unsent: .min)
        first.additions = [message(1, time: noon - 10), message(2, time: noon - 5), message(3, time: 86_400_000)]
        first.additions += [message(4, time: noon - 8), message(5, time: noon)]
        _ = try database.carryOut(first)
        var expiry = OutboxOrder(unsent: .min)
        expiry.expiry = noon - 2
        #expect(try database.carryOut(expiry).dropped == 2)
        #expect(try all(database).map(\.sequence) == [3, 4, 5])
        // The first in line has no age, and holds up those behind it until it is sent.
        _ = try database.carryOut(order(removing: [3...3]))
        #expect(try database.carryOut(expiry).dropped == 1)
        #expect(database.inventory.oldest == noon)
    }

    @Test(
        "[outbox-13] a log that is torn off anywhere leaves whole orders, in order, and none that came after a lost one"
    )
    func torn() throws {
        let database = try open()
        for number in Int64(0)..<20 { _ = try database.carryOut(order(adding: number * 5 + 1...number * 5 + 5)) }
        let log = try Data(contentsOf: URL(filePath: folder.path + "/outbox.db-wal"))
        let base = try Data(contentsOf: URL(filePath: folder.path + "/outbox.db"))
        var counts: Set<Int> = []
        for part in 0...40 {
            let other = try TemporaryFolder()
            try base.write(to: URL(filePath: other.path + "/outbox.db"))
            try log.prefix(log.count * part / 40).write(to: URL(filePath: other.path + "/outbox.db-wal"))
            let state = try StateDatabase(directory: other.path)
            let rest = try OutboxDatabase(beside: state, beginning: .max, capacity: 1 << 20)
            let found = try all(rest).map(\.sequence)
            #expect(rest.recovered == nil)
            #expect(found == (0..<found.count).map { Int64($0) + 1 })
            #expect(found.count.isMultiple(of: 5))
            counts.insert(found.count)
        }
        #expect(counts.contains(100) && counts.count > 10)
    }

    @Test(
        "[outbox-13] a damaged outbox is set aside and made anew; the state beside it stays",
        arguments: [0, 18, 100]
    )
    func damaged(offset: UInt64) throws {
        _ = try state.beginSession()
        do { _ = try open().carryOut(order(adding: 1...10)) }
        let file = try FileHandle(forUpdating: URL(filePath: folder.path + "/outbox.db"))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Array(repeating: 0xff, count: 60))
        try file.close()
        let database = try open()
        #expect(try #require(database.recovered).contains("outbox.db.corrupt-"))
        #expect(database.inventory == OutboxInventory())
        #expect(try database.carryOut(order(adding: 1...2)).inventory.messages == 2)
        #expect(try state.beginSession().number == 2)
    }

    @Test("[outbox-14] what lies there comes before a session whose counter began anew", arguments: [1, 50, 100, 1000])
    func renumbered(beginning: Int64) throws {
        do { _ = try open().carryOut(order(adding: 1...100)) }
        let database = try open(beginning: beginning)
        _ = try database.carryOut(order(adding: beginning...beginning + 9))
        let found = try all(database)
        #expect(found.count == 110)
        #expect(found.prefix(100).map(\.time) == (1...100).map { noon + $0 })
        #expect(found.suffix(10).map(\.sequence) == Array(beginning...beginning + 9))
        #expect(found.map(\.sequence) == found.map(\.sequence).sorted())
    }

    @Test(
        "[outbox-20] a full disk changes nothing, says so, and is still read; what has arrived is removed all the same"
    )
    func full() throws {
        do { _ = try open().carryOut(order(adding: 1...20)) }
        let database = try open(settings: "PRAGMA max_page_count = 1")
        var refused = order(adding: 21...500, removing: [1...5])
        refused.wanted = (after: .min, limit: 3)
        let outcome = try database.carryOut(refused)
        #expect(try #require(outcome.failure).code == .diskFull)
        #expect(outcome.messages.map(\.sequence) == [6, 7, 8])
        #expect(outcome.inventory.messages == 15)
        #expect(database.inventory == outcome.inventory)
        #expect(try all(open()).map(\.sequence) == Array(6...20))
    }

    @Test("[outbox-20] a disk that takes no writes is found out by a probe, and is still read")
    func readOnly() throws {
        do { _ = try open().carryOut(order(adding: 1...3)) }
        let database = try open(settings: "PRAGMA query_only = 1")
        var probe = OutboxOrder(unsent: .min)
        probe.probes = true
        probe.wanted = (after: .min, limit: 10)
        let outcome = try database.carryOut(probe)
        #expect(try #require(outcome.failure).code == .readOnly)
        #expect(outcome.messages.count == 3)
        #expect(try open().carryOut(probe).failure == nil)
    }

    @Test("an outbox of a later Marram is refused and left alone")
    func newer() throws {
        do { _ = try open(settings: "INSERT INTO grdb_migrations VALUES ('of a later Marram')") }
        let refusal = try #require(throws: StorageError.self) { _ = try open() }
        #expect(refusal.code == .newer)
    }
}
