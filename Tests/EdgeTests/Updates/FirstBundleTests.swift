import Foundation
import MQTT
import Models
import Storage
import Support
import Testing

@testable import Edge

@Suite("First bundles of several models")
struct FirstBundleTests {
    private let folder = try? TemporaryFolder()
    private let work = FakeWork()
    private let log = TestLog()

    /// A start with the models `a` and `b`, whose bundles are 1 and 2.
    private func start(_ database: StateDatabase, wasClean: Bool = true) throws -> Residence.Settled {
        let models = #"[{"name": "a", "path": "/models/a"}, {"name": "b", "path": "/models/b"}]"#
        let json = #"{"data_dir": "\#(folder?.path ?? "")", "models": \#(models)}"#
        work.set { $0.targets = ["/models/a": FakeWork.target(1), "/models/b": FakeWork.target(2)] }
        return try Residence(
            settings: Settings.load(from: ConfigurationSources(configuration: json, environment: [:])).settings,
            work: work,
            ledger: UpdateLedger(database: database, faults: .none, giveUpReserve: { false }, newID: { "e" }),
            policy: UpdatePolicy(),
            clock: .system(),
            wasClean: wasClean,
            loss: nil,
            logger: log.logger
        ).settle()
    }

    private func database() throws -> StateDatabase { try StateDatabase(directory: folder?.path ?? "") }

    @Test("[update-69] two are probed at once, and serve in the order of the configuration")
    func together() throws {
        let arrivals = Guarded(0)
        let meetings = Guarded(0)
        work.set {
            $0.witness = { step in
                guard step == "probe" else { return }
                // Each waits for the other.
                arrivals.withLock { $0 += 1 }
                let deadline = ContinuousClock.now + .seconds(60)
                while arrivals.withLock({ $0 }) < 2 {
                    guard .now < deadline else { return }
                    sched_yield()
                }
                meetings.withLock { $0 += 1 }
            }
        }
        let settled = try start(try database())
        #expect(meetings.withLock { $0 } == 2, "the second probe began while the first was under way")
        #expect(settled.models.map(\.name.description) == ["a", "b"])
        #expect(settled.models.map(\.version) == [FakeWork.id(1).short, FakeWork.id(2).short])
    }

    @Test(
        "[update-31] [update-69] a load counts as the start of its own model only: the other one waits without a count"
    )
    func loadsInTurn() throws {
        let database = try database()
        let seen = Guarded<[[Int?]]>([])
        work.set {
            $0.witness = { step in
                guard step == "load" else { return }
                let models = (try? database.models()) ?? []
                let starts = ["a", "b"].map { name in models.first { $0.name == name }?.candidate?.starts }
                seen.withLock { $0.append(starts) }
            }
        }
        _ = try start(database)
        #expect(seen.withLock { $0 } == [[1, 0], [nil, 1]])
    }

    @Test(
        "[update-31] what an earlier start had begun goes on; where its load fails the configuration's bundle has its turn",
        arguments: [true, false]
    )
    func resumed(isSound: Bool) throws {
        let database = try database()
        var record = ModelRecord(name: "a")
        let command = InstallCommand(
            job: FakeWork.id(3).description,
            model: Name(fitting: "a"),
            place: .configured("/models/a")
        )
        record.candidate = UpdateCandidate(job: UpdateJob(command), phase: .debut(FakeWork.target(3), starts: 1))
        try database.save(record.row)
        if !isSound { work.set { $0.unloadable[FakeWork.id(3)] = UpdateError(.probeFailed, "as the test wants") } }
        let settled = try start(database, wasClean: false)
        #expect(settled.models.first?.version == FakeWork.id(isSound ? 3 : 1).short)
        #expect(work.calls.count { $0 == "probe" } == (isSound ? 1 : 2), "b's, and the configuration's of a")
    }
}
