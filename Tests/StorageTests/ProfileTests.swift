import Testing

@testable import Storage

@Suite("Profiles of models")
struct ProfileTests {
    private let folder: TemporaryFolder
    private let profile = MeasuredProfile(
        fixedCost: .nanoseconds(1_650),
        rowCost: .nanoseconds(12),
        batchLimit: 64,
        threads: 2,
        hasIndependentRows: true
    )

    init() throws { folder = try TemporaryFolder() }

    private func key(
        _ byte: UInt8 = 1,
        runtime: String = "1.31.1",
        processors: Int = 2,
        threads: Int = 0,
        method: Int = 1
    ) -> ProfileKey {
        ProfileKey(
            digest: Array(repeating: byte, count: 32),
            runtime: runtime,
            processors: processors,
            threads: threads,
            method: method
        )
    }

    @Test("[edge-72] a profile is there after a restart, and for nothing but what it was measured with")
    func remembered() throws {
        do {
            let database = try StateDatabase(directory: folder.path)
            #expect(try database.profile(key()) == nil)
            #expect(try database.beginMeasurement(key()) == 0)
            try database.remember(profile, for: key())
        }
        let database = try StateDatabase(directory: folder.path)
        #expect(try database.profile(key()) == profile)
        for other in [
            key(2), key(runtime: "1.21.1"), key(processors: 4), key(threads: 2), key(method: 2),
        ] {
            #expect(try database.profile(other) == nil)
        }
    }

    @Test("[edge-73] a measurement that was begun leaves no profile, and is counted until it ends")
    func begun() throws {
        for before in 0..<3 {
            let database = try StateDatabase(directory: folder.path)
            #expect(try database.beginMeasurement(key()) == before)
            #expect(try database.profile(key()) == nil)
        }
        let database = try StateDatabase(directory: folder.path)
        try database.remember(profile, for: key())
        #expect(try database.beginMeasurement(key()) == 0)
        #expect(try database.profile(key()) == profile)
    }

    @Test("[edge-73] a measurement that is broken off in order does not count")
    func abandoned() throws {
        let database = try StateDatabase(directory: folder.path)
        for _ in 0..<3 {
            #expect(try database.beginMeasurement(key()) == 0)
            try database.abandonMeasurement(key())
        }
    }

    @Test("the oldest profiles go when there are too many")
    func bounded() throws {
        let database = try StateDatabase(directory: folder.path)
        for method in 0...StateDatabase.profileLimit {
            _ = try database.beginMeasurement(key(method: method))
            try database.remember(profile, for: key(method: method))
        }
        #expect(try database.profile(key(method: 0)) == nil)
        #expect(try database.profile(key(method: 1)) == profile)
        #expect(try database.profile(key(method: StateDatabase.profileLimit)) == profile)
    }
}
