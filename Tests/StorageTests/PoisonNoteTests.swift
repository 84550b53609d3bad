import Storage
import Testing

@Suite("Poison notes")
struct PoisonNoteTests {
    private let folder: TemporaryFolder
    private let killer: [UInt8] = Array(repeating: 7, count: 32)
    private let harmless: [UInt8] = Array(repeating: 8, count: 32)

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Opens, begins, does `work`, and lets go without ending: what a crash leaves.
    private func crash(_ work: (StateDatabase) throws -> Void) throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try database.beginSession()
        try work(database)
    }

    /// Opens, begins, does `work`, and ends.
    private func run(_ work: (StateDatabase) throws -> Void) throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try database.beginSession()
        try work(database)
        try database.endSession()
    }

    @Test("a request in flight in an unclean exit counts one, in two it counts two")
    func twice() throws {
        try crash { database throws in
            #expect(try database.unclean(killer) == 0)
            try database.note([killer], clearing: [])
            #expect(try database.unclean(killer) == 0)
        }
        try crash { database throws in
            #expect(try database.unclean(killer) == 1)
            try database.note([killer], clearing: [])
            #expect(try database.unclean(killer) == 1)
        }
        try run { database throws in #expect(try database.unclean(killer) == 2) }
    }

    @Test("a request noted again in the same session still counts one for one exit")
    func again() throws {
        try crash { database throws in
            try database.note([killer], clearing: [])
            try database.note([killer], clearing: [])
        }
        try run { database throws in #expect(try database.unclean(killer) == 1) }
    }

    @Test("an unclean exit in which it was not in flight does not count")
    func elsewhere() throws {
        try crash { try $0.note([killer], clearing: []) }
        try crash { _ in }
        try run { database throws in #expect(try database.unclean(killer) == 1) }
    }

    @Test("a clean exit counts nothing and keeps what was counted")
    func clean() throws {
        try crash { try $0.note([killer], clearing: []) }
        try run { database throws in
            try database.note([killer], clearing: [])
            try database.note([harmless], clearing: [])
        }
        try run { database throws in
            #expect(try database.unclean(killer) == 1)
            #expect(try database.unclean(harmless) == 0)
        }
    }

    @Test("a request that finished is forgotten when the next one is noted")
    func next() throws {
        try crash { try $0.note([harmless], clearing: []) }
        try crash { database throws in
            try database.note([harmless], clearing: [])
            try database.note([killer], clearing: [harmless])
        }
        try run { database throws in
            #expect(try database.unclean(harmless) == 0)
            #expect(try database.unclean(killer) == 1)
        }
    }

    @Test("a request that is cleared is forgotten")
    func cleared() throws {
        try crash { try $0.note([killer], clearing: []) }
        try crash { database throws in
            try database.clear([killer])
            #expect(try database.unclean(killer) == 0)
        }
        try run { database throws in #expect(try database.unclean(killer) == 0) }
    }

    @Test("noting a request that is also the one before starts its count anew")
    func itself() throws {
        try crash { try $0.note([killer], clearing: []) }
        try crash { try $0.note([killer], clearing: [killer]) }
        try run { database throws in #expect(try database.unclean(killer) == 1) }
    }

    @Test("the oldest notes go when there are more than the limit, the one in flight stays")
    func bounded() throws {
        func digest(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
        try crash { database throws in
            for number in 0..<StateDatabase.poisonNoteLimit { try database.note([digest(number)], clearing: []) }
        }
        try crash { database throws in
            try database.note([digest(0)], clearing: [])
            for number in 5000..<5003 { try database.note([digest(number)], clearing: []) }
            #expect(try database.unclean(digest(0)) == 1)
            #expect(try (1...3).map { try database.unclean(digest($0)) } == [0, 0, 0])
            #expect(try (4..<1000).allSatisfy { try database.unclean(digest($0)) == 1 })
        }
        try run { database throws in #expect(try database.unclean(digest(0)) == 2) }
    }
}
