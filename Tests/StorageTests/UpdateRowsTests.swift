import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Rows of model updates")
struct UpdateRowsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func resident(_ byte: UInt8) -> ResidentRow {
        ResidentRow(
            bundle: Array(repeating: byte, count: 32),
            version: "\(byte)",
            securityVersion: 3,
            isSigned: true,
            source: byte == 1 ? nil : "https://models.example/\(byte)/manifest.json",
            since: 1_764_000_000_000
        )
    }

    private static let model = ModelRow(
        name: "press",
        active: resident(2),
        previous: resident(1),
        floor: 3,
        generation: 7,
        configured: Array(repeating: 1, count: 32),
        rejected: [
            RejectedRow(bundle: Array(repeating: 9, count: 32), code: "probe_crash", time: 5),
            RejectedRow(bundle: Array(repeating: 8, count: 32), code: "error_rate", time: 6),
        ],
        candidate: CandidateRow(
            job: "j1",
            phase: "TRIAL",
            starts: 1,
            remainingMilliseconds: 299_000,
            bundle: Array(repeating: 3, count: 32),
            version: "3",
            command: "{}",
            target: "{}"
        )
    )

    private static func job(_ id: String, seq: Int = 1, of model: String = "press") -> JobRow {
        JobRow(id: id, model: model, version: "8", status: "IN_PROGRESS", phase: "TRIAL", seq: seq, time: 1)
    }

    private static func entry(_ event: String, of model: String = "press") -> HistoryRow {
        HistoryRow(time: 1, model: model, what: "confirmed", version: "8", code: "expired", event: event)
    }

    @Test("[update-35] a model comes back as it was written, and a later row takes the place of an earlier one")
    func model() throws {
        var row = Self.model
        do {
            let database = try StateDatabase(directory: folder.path)
            try database.save(row)
            #expect(try database.models() == [row])
            row.candidate = nil
            row.previous = nil
            row.rejected.removeFirst()
            try database.save(row)
            try database.save(ModelRow(name: "other"))
        }
        #expect(try StateDatabase(directory: folder.path).models() == [ModelRow(name: "other"), row])
    }

    @Test("a database of a Marram without updates keeps what it has, and takes models from then on")
    func migration() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        do {
            let former = try DatabaseQueue(path: folder.path + "/state.db")
            try StateSchema.migrator.migrate(former, upTo: "windows of bindings")
            try former.write { database in
                #expect(try !database.tableExists("model"))
                try database.execute(sql: "INSERT INTO lane (model) VALUES ('press'); UPDATE session SET number = 7")
            }
        }
        let database = try StateDatabase(directory: folder.path)
        #expect(database.recovered == nil)
        #expect(try database.models().isEmpty && database.lastJobs().isEmpty)
        #expect(try database.lanes() == ["press"] && database.beginSession().number == 8)
        try database.save(Self.model, jobs: [Self.job("j1")])
        #expect(try database.models() == [Self.model])
    }

    @Test("[update-64] loads are counted by model and bundle until they end")
    func loads() throws {
        let database = try StateDatabase(directory: folder.path)
        let (first, second) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        #expect(try [0, 1].allSatisfy { try database.beginLoad(of: first, model: "press") == $0 })
        #expect(try database.beginLoad(of: second, model: "press") == 0)
        #expect(try database.beginLoad(of: first, model: "iris") == 0)
        try database.endLoad(of: "press")
        #expect(try database.beginLoad(of: first, model: "press") == 0)
        #expect(try database.beginLoad(of: first, model: "iris") == 1)
    }

    @Test("[update-36] a step is written as a whole or not at all")
    func whole() throws {
        let fails = "CREATE TEMP TRIGGER full BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'full'); END"
        let database = try StateDatabase(directory: folder.path, now: Date(), settings: fails)
        try database.save(ModelRow(name: "press"), jobs: [Self.job("j1")])
        #expect(throws: StorageError.self) {
            try database.save(Self.model, jobs: [Self.job("j1", seq: 2), Self.job("j2")], history: [Self.entry("e")])
        }
        #expect(try database.models() == [ModelRow(name: "press")])
        #expect(try database.job("j1", of: "press")?.seq == 1)
        #expect(try database.job("j2", of: "press") == nil)
    }

    @Test("[update-37] the last thousand jobs are kept, and what was said of one last")
    func jobs() throws {
        let database = try StateDatabase(directory: folder.path)
        try database.save(nil, jobs: (0..<600).map { Self.job("j\($0)") })
        try database.save(nil, jobs: (600..<1010).map { Self.job("j\($0)") })
        #expect(try database.job("j9", of: "press") == nil)
        #expect(try database.job("j10", of: "press") != nil)
        try database.save(nil, jobs: [Self.job("j1009", seq: 2), Self.job("a", of: "other"), Self.job("cmd:x")])
        #expect(try database.job("j1009", of: "press")?.seq == 2)
        #expect(try database.lastJobs().map(\.id) == ["a", "j1009"], "people's words are no jobs")
    }

    @Test("[update-52] jobs of the last minute before a crash are known, those of each model by themselves")
    func recentJobs() throws {
        let database = try StateDatabase(directory: folder.path)
        func job(_ id: String, at time: Int64, of model: String = "press") -> JobRow {
            var job = Self.job(id, of: model)
            job.time = time
            return job
        }
        #expect(try database.recentJobs(limit: 9).isEmpty)
        try database.save(
            nil,
            jobs: [
                job("old", at: 30_000), job("before", at: 40_000), job("other", at: 1, of: "iris"),
                job("last", at: 100_000), job("cmd:x", at: 100_001),
            ]
        )
        #expect(try database.recentJobs(limit: 9).map(\.id) == ["before", "other", "last"])
        #expect(try database.recentJobs(limit: 1).map(\.id) == ["other", "last"])
    }

    @Test("[update-38] the history is told once, the latest is read first, and a thousand entries are kept")
    func history() throws {
        let database = try StateDatabase(directory: folder.path)
        try database.save(nil, history: (0..<1005).map { Self.entry("e\($0)") })
        #expect(try database.untoldHistory(limit: 2).map(\.event) == ["e1003", "e1004"])
        try database.markHistoryTold()
        #expect(try database.untoldHistory(limit: 2).isEmpty)
        try database.save(nil, history: [Self.entry("x", of: "other")])
        #expect(try database.untoldHistory(limit: 2).map(\.event) == ["x"])
        let archive = try UpdateArchive(directory: folder.path)
        #expect(try archive.history(limit: 2).map(\.event) == ["x", "e1004"])
        #expect(try archive.history(of: "press", limit: 2000).count == 999)
    }

    @Test("[update-39] whoever only looks needs no lock, while a node runs and when none does")
    func archive() throws {
        do {
            let database = try StateDatabase(directory: folder.path)
            try database.save(Self.model)
            #expect(try UpdateArchive(directory: folder.path).models() == [Self.model])
            withExtendedLifetime(database) {}
        }
        #expect(try UpdateArchive(directory: folder.path).models() == [Self.model])
        let empty = try TemporaryFolder()
        #expect(throws: StorageError.self) { try UpdateArchive(directory: empty.path) }
    }
}
