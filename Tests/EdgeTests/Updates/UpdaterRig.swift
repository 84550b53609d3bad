import Cryptography
import Foundation
import MQTT
import Models
import Support

@testable import Edge
@testable import Storage

/// An updater on its own thread, with work and a clock of the test's own, over a real database.
final class UpdaterRig: Sendable {
    static let press = Name("press") ?? Name(fitting: "press")

    /// Nothing can be written of a model while there is a job `full` in the status `on`.
    private static let fullDisk = """
        CREATE TEMP TRIGGER full BEFORE INSERT ON model
        WHEN EXISTS (SELECT 1 FROM job WHERE id = 'full' AND status = 'on')
        BEGIN SELECT RAISE(ABORT, 'full'); END
        """

    let folder: TemporaryFolder
    let work = FakeWork()
    let words = Watched<[UpdaterWord]>([])
    let log = TestLog()
    let database: StateDatabase
    private let time: Guarded<Moment>
    private let updater: Updater

    init(
        folder: TemporaryFolder? = nil,
        wasClean: Bool = true,
        policy: UpdatePolicy = UpdatePolicy(),
        offers: [InstallCommand] = [],
        first: ModelRecord = UpdaterRig.record { $0.active = UpdaterRig.resident(1) },
        work change: (inout FakeWork.State) -> Void = { _ in }
    ) throws {
        self.folder = try folder ?? TemporaryFolder()
        database = try StateDatabase(directory: self.folder.path, now: Date(), settings: Self.fullDisk)
        work.set { state in
            for number in UInt8(1)...9 {
                state.targets["https://models.example/\(number)/manifest.json"] = FakeWork.target(number)
            }
            change(&state)
        }
        let known = try database.models().map(ModelRecord.init).first { $0.name == "press" }
        let record = known ?? first
        let time = Guarded(Moment(monotonic: .seconds(100), wall: 1_764_000_000_000))
        self.time = time
        let ids = Guarded(0)
        let work = work
        let ledger = UpdateLedger(
            database: database,
            faults: .none,
            giveUpReserve: { work.giveUpReserve() },
            newID: {
                ids.withLock {
                    $0 += 1; return "e\($0)"
                }
            }
        )
        if known == nil { try database.save(record.row) }
        updater = Updater(
            UpdaterBlueprint(
                courses: [UpdateCourse(model: Self.press, record: record, policy: policy)],
                offers: offers,
                work: work,
                ledger: ledger,
                clock: UpdateClock { time.withLock { $0 } },
                wasClean: wasClean,
                logger: log.logger
            )
        )
        let words = words
        updater.start { word in words.change { $0.append(word) } }
    }

    static func record(_ change: (inout ModelRecord) -> Void) -> ModelRecord {
        var record = ModelRecord(name: "press")
        change(&record)
        return record
    }

    static func resident(_ number: UInt8) -> ModelRecord.Resident {
        ModelRecord.Resident(
            bundle: FakeWork.id(number),
            version: "\(number)",
            securityVersion: 0,
            isSigned: true,
            source: nil,
            since: 0
        )
    }

    static func command(_ job: String, _ number: UInt8, _ change: (inout InstallCommand) -> Void = { _ in })
        -> InstallCommand
    {
        var command = InstallCommand(
            job: job,
            model: press,
            place: .url("https://models.example/\(number)/manifest.json", sha256: nil)
        )
        change(&command)
        return command
    }

    func install(
        _ job: String,
        _ number: UInt8,
        as ticket: Int = 1,
        _ change: (inout InstallCommand) -> Void = { _ in }
    ) {
        updater.post(.install(Self.command(job, number, change), number: ticket))
    }

    func control(_ command: ControlCommand, id: String? = nil, as ticket: Int) {
        updater.post(.control(command, id: id, number: ticket))
    }

    func report(_ number: UInt8, _ figures: StageReport.Figures) {
        updater.post(.stage(StageReport(model: Self.press, bundle: FakeWork.id(number), figures: figures)))
    }

    /// Lets time pass; the next message that arrives makes the updater see it.
    func pass(_ duration: Duration) {
        time.withLock { time in
            time.monotonic += duration
            time.wall += duration.wholeMilliseconds
        }
        report(0, .trial(answered: 0, errors: 0, p99: nil, p99Before: nil))
    }

    /// Lets the disk take nothing of models, or take it again.
    func fillDisk(_ isFull: Bool) throws {
        let row = JobRow(id: "full", model: "", version: nil, status: isFull ? "on" : "off", phase: "", seq: 1, time: 1)
        try database.save(nil, jobs: [row])
    }

    func stop() { updater.stop() }

    var progress: [JobProgress] {
        words.value.compactMap { if case .progress(let progress) = $0 { progress } else { nil } }
    }

    var orders: [String] {
        words.value.compactMap { word in
            guard case .order(let order) = word else { return nil }
            return switch order {
            case .shadow(let staged): "shadow \(staged.id.short)"
            case .trial(let staged, let share): "trial \(staged.id.short) \(share)"
            case .promote(_, let bundle): "promote \(bundle.short)"
            case .withdraw(_, let bundle): "withdraw \(bundle.short)"
            case .replace(let staged): "replace \(staged.id.short)"
            case .refuse: "refuse"
            }
        }
    }

    var events: [ModelEvent] {
        words.value.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    var lastState: ModelState? {
        words.value.lazy.compactMap { if case .state(let state) = $0 { state } else { nil } }.last
    }

    func reply(_ ticket: Int) -> ControlReply? {
        words.value.lazy.compactMap { word -> ControlReply? in
            guard case .reply(let reply, ticket) = word else { return nil }
            return reply
        }.first
    }

    /// Waits until a job has come to a phase, or to its end.
    @discardableResult
    func wait(for job: String, _ phase: String? = nil) async throws -> JobProgress {
        let matches: @Sendable (UpdaterWord) -> JobProgress? = { word in
            guard case .progress(let progress) = word, progress.job == job else { return nil }
            guard let phase else { return progress.status.isFinal ? progress : nil }
            return progress.phase == phase ? progress : nil
        }
        let all = try await words.wait(for: "job \(job) in \(phase ?? "its end")") {
            $0.contains { matches($0) != nil }
        }
        guard let found = all.lazy.compactMap(matches).last else { throw CancellationError() }
        return found
    }

    func wait(for what: String, _ condition: @escaping @Sendable (UpdaterWord) -> Bool) async throws {
        try await words.wait(for: what) { $0.contains(where: condition) }
    }
}
