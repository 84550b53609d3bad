import Cryptography
import Models
import Storage
import Support
import Testing

@testable import Edge

@Suite("The updater")
struct UpdaterTests {
    @Test(
        "[update-40] brings a bundle into service and confirms it; the broker is told first that the command is taken"
    )
    func wholeWay() async throws {
        let rig = try UpdaterRig()
        rig.install("j1", 2)
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.pass(.seconds(300))
        let last = try await rig.wait(for: "j1")
        #expect(last.status == .succeeded && last.phase == "CONFIRMED" && last.version == "2")
        let phases = rig.progress.map(\.phase)
        #expect(
            phases == [
                "RECEIVED", "MANIFEST_OK", "DOWNLOADING", "DOWNLOADING", "VERIFIED", "STORED", "PROBED", "TRIAL",
                "CONFIRMED",
            ]
        )
        #expect(rig.progress.map(\.seq) == Array(1...9))
        let id = FakeWork.id(2).short
        try await rig.wait(for: "the state") {
            if case .state(let state) = $0 { state.active?.version == "2" } else { false }
        }
        rig.stop()
        #expect(rig.orders == ["trial \(id) 100", "promote \(id)"])
        #expect(rig.events.map(\.kind) == [.activated, .confirmed])
        guard case .taken(1)? = rig.words.value.first else {
            Issue.record("first: \(String(describing: rig.words.value.first))")
            return
        }
        #expect(rig.lastState?.previous?.version == "1" && rig.lastState?.candidate == nil)
        #expect(rig.work.calls.prefix(5) == ["manifest", "download", "store", "probe", "load"])
        #expect(rig.work.calls.contains("discard j1") || rig.work.calls.count >= 5)
        let row = try #require(try rig.database.models().first)
        #expect(row.active?.bundle == FakeWork.id(2).digest.bytes && row.candidate == nil)
    }

    @Test("[update-67] what keeps a bundle from coming is told, and not again while it is the same")
    func waiting() async throws {
        let rig = try UpdaterRig { $0.trouble = UpdateError(.downloadFailed, "no line") }
        rig.install("j1", 2)
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.stop()
        let told = rig.progress.filter { $0.details["waiting"] != nil }
        #expect(told.map(\.details) == [["waiting": "download_failed: no line"]])
        #expect(told.map(\.phase) == ["RECEIVED"])
    }

    @Test(
        "[update-41] whatever fails, what serves stays, the job ends with its code, and only a bundle to blame is rejected",
        arguments: [
            ("manifest", UpdateCode.badManifest, JobProgress.Status.rejected, false),
            ("manifest", .badSignature, .rejected, false), ("manifest", .unknownKey, .rejected, false),
            ("manifest", .expired, .rejected, false), ("manifest", .downgrade, .rejected, false),
            ("manifest", .nameMismatch, .rejected, false), ("manifest", .requires, .rejected, false),
            ("manifest", .badPath, .rejected, false), ("manifest", .tooLarge, .rejected, false),
            ("manifest", .downloadFailed, .failed, false), ("manifest", .noSpace, .failed, false),
            ("download", .downloadFailed, .failed, false), ("download", .tooSlow, .failed, false),
            ("download", .deadline, .failed, false), ("download", .digestMismatch, .failed, false),
            ("download", .noSpace, .failed, false), ("store", .readOnly, .failed, false),
            ("probe", .probeFailed, .failed, true), ("probe", .probeCrash, .failed, true),
            ("probe", .probeTimeout, .failed, true), ("probe", .probeMemory, .failed, true),
            ("probe", .probeSlow, .failed, true), ("load", .probeFailed, .failed, true),
            ("load", .internal, .failed, false),
        ]
    )
    func failures(step: String, code: UpdateCode, status: JobProgress.Status, isRejected: Bool) async throws {
        let rig = try UpdaterRig { $0.failures[step] = UpdateError(code, "why") }
        rig.install("j1", 2)
        let last = try await rig.wait(for: "j1")
        #expect(last.status == status && last.code == code && last.reason == "why")
        rig.stop()
        #expect(rig.orders.isEmpty)
        let row = try #require(try rig.database.models().first)
        #expect(row.active?.bundle == FakeWork.id(1).digest.bytes && row.candidate == nil)
        #expect(row.rejected.isEmpty == !isRejected)
        #expect(rig.lastState?.rejected.isEmpty != isRejected)
    }

    @Test("[update-42] figures of the loop roll a trial back")
    func figures() async throws {
        let rig = try UpdaterRig()
        rig.install("j1", 2) { $0.strategy.sharePercent = 10 }
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.report(2, .trial(answered: 10, errors: 10, p99: nil, p99Before: nil))
        let last = try await rig.wait(for: "j1")
        #expect(last.code == .errorRate && last.details["rolled_back_to"] == "1")
        rig.stop()
        let id = FakeWork.id(2).short
        #expect(rig.orders == ["trial \(id) 10", "withdraw \(id)"])
        #expect(rig.events.map(\.kind) == [.activated, .rolledBack])
    }

    @Test("[update-43] a candidate that was a shadow is not loaded again for its trial")
    func shadow() async throws {
        let rig = try UpdaterRig()
        rig.install("j1", 2) { $0.strategy.shadow = .seconds(5) }
        try await rig.wait(for: "the shadow") { if case .order(.shadow) = $0 { true } else { false } }
        rig.report(2, .shadow(compared: 4, agreed: 3, failed: 0, dropped: 0, largestDifference: 0.1))
        rig.pass(.seconds(5))
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.stop()
        #expect(rig.work.calls.count { $0 == "load" } == 1)
    }

    @Test("[update-44] a job that comes again is told again where it is, with the same number, and nothing is done")
    func repeated() async throws {
        let rig = try UpdaterRig { $0.failures["probe"] = UpdateError(.probeSlow, "why") }
        rig.install("j1", 2)
        let last = try await rig.wait(for: "j1")
        let calls = rig.work.calls.count { $0 == "manifest" }
        rig.install("j1", 2, as: 2)
        try await rig.wait(for: "the second ticket") { if case .taken(2) = $0 { true } else { false } }
        rig.stop()
        #expect(rig.progress.suffix(2) == [last, last])
        #expect(rig.work.calls.count { $0 == "manifest" } == calls)
    }

    @Test("[update-45] a newer job breaks off the work of an older one")
    func newer() async throws {
        let rig = try UpdaterRig { $0.hanging = ["download"] }
        rig.install("j1", 2)
        try await rig.wait(for: "j1", "DOWNLOADING")
        rig.install("j2", 3, as: 2)
        #expect(try await rig.wait(for: "j1").status == .cancelled)
        rig.work.set { $0.hanging = [] }
        try await rig.wait(for: "j2", "TRIAL")
        rig.stop()
        #expect(rig.orders.allSatisfy { $0 == "trial \(FakeWork.id(3).short) 100" })
        #expect(rig.work.calls.contains("discard j1"))
    }

    @Test("[update-46] a model that is not configured is unknown")
    func unknown() async throws {
        let rig = try UpdaterRig()
        rig.install("j1", 2) { $0.model = Name(fitting: "other") }
        let last = try await rig.wait(for: "j1")
        #expect(last.status == .rejected && last.code == .unknownModel)
        rig.control(.rollback(Name(fitting: "other")), as: 5)
        try await rig.wait(for: "the reply") { if case .reply(_, 5) = $0 { true } else { false } }
        rig.stop()
        guard case .failed(code: "unknown_model", _)? = rig.reply(5) else {
            Issue.record("\(String(describing: rig.reply(5)))")
            return
        }
    }

    @Test("[update-47] a person's word that the broker delivers again is answered again and not obeyed again")
    func repeatedWord() async throws {
        let rig = try UpdaterRig(
            first: UpdaterRig.record { record in
                record.active = UpdaterRig.resident(3)
                record.previous = UpdaterRig.resident(2)
            }
        )
        rig.control(.rollback(UpdaterRig.press), id: "c1", as: 1)
        try await rig.wait(for: "the reply") { if case .reply(_, 1) = $0 { true } else { false } }
        rig.control(.rollback(UpdaterRig.press), id: "c1", as: 2)
        try await rig.wait(for: "the reply") { if case .reply(_, 2) = $0 { true } else { false } }
        rig.control(.rollback(UpdaterRig.press), id: "c2", as: 3)
        try await rig.wait(for: "the reply") { if case .reply(_, 3) = $0 { true } else { false } }
        rig.stop()
        #expect(rig.reply(1) == .done && rig.reply(2) == .done && rig.reply(3) != .done)
        #expect(rig.orders == ["replace \(FakeWork.id(2).short)"])
        #expect(try rig.database.models().first?.active?.bundle == FakeWork.id(2).digest.bytes)
    }

    @Test("[update-48] a person confirms a trial that waits for it")
    func confirm() async throws {
        let rig = try UpdaterRig(policy: UpdatePolicy(autoConfirm: false))
        rig.install("j1", 2)
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.pass(.seconds(1000))
        try await rig.wait(for: "the question") { word in
            if case .progress(let progress) = word { progress.details["awaiting"] == "confirm" } else { false }
        }
        rig.control(.confirm(UpdaterRig.press), as: 4)
        #expect(try await rig.wait(for: "j1").phase == "CONFIRMED")
        try await rig.wait(for: "the reply") { if case .reply(_, 4) = $0 { true } else { false } }
        rig.stop()
        #expect(rig.reply(4) == .done)
    }

    @Test("[update-49] what is offered at the start is an install of the configuration, and skips the shadow")
    func offer() async throws {
        var command = UpdaterRig.command(FakeWork.id(2).description, 2)
        command.place = .configured("/models/press")
        let rig = try UpdaterRig(offers: [command]) { $0.targets["/models/press"] = FakeWork.target(2) }
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.pass(.seconds(300))
        try await rig.wait(for: FakeWork.id(2).description)
        rig.stop()
        #expect(try rig.database.models().first?.configured == FakeWork.id(2).digest.bytes)
    }

    @Test("[update-50] an orderly stop leaves a trial that goes on with its remaining time, whatever was interrupted")
    func restart() async throws {
        let folder = try TemporaryFolder()
        do {
            let rig = try UpdaterRig(folder: folder)
            rig.install("j1", 2)
            try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
            rig.pass(.seconds(200))
            rig.stop()
        }
        let rig = try UpdaterRig(folder: folder)
        try await rig.wait(for: "the trial") { if case .order(.trial) = $0 { true } else { false } }
        rig.pass(.seconds(100))
        let last = try await rig.wait(for: "j1")
        #expect(last.phase == "CONFIRMED" && last.seq == 10)
        rig.stop()
    }

    @Test("[update-51] C11: a trial that the process died in twice is given up before it is loaded again")
    func crash() async throws {
        let rig = try UpdaterRig(
            wasClean: false,
            first: UpdaterRig.record { record in
                record.active = UpdaterRig.resident(1)
                record.candidate = UpdateCandidate(
                    job: UpdateJob(UpdaterRig.command("j1", 2)),
                    phase: .trial(FakeWork.target(2), starts: 2, remaining: .seconds(300))
                )
            }
        )
        let last = try await rig.wait(for: "j1")
        #expect(last.code == .crashInTrial && last.details["rolled_back_to"] == "1")
        rig.stop()
        #expect(rig.orders.isEmpty && !rig.work.calls.contains("load"))
    }

    @Test("[update-52] C14: what happened shortly before a crash is told again, with the same ids")
    func untold() async throws {
        let folder = try TemporaryFolder()
        do {
            let rig = try UpdaterRig(folder: folder) { $0.failures["probe"] = UpdateError(.probeFailed, "why") }
            rig.install("j1", 2)
            try await rig.wait(for: "j1")
            rig.stop()
            #expect(rig.events.map(\.id) == ["e1"])
        }
        let rig = try UpdaterRig(folder: folder)
        try await rig.wait(for: "the event") { if case .event = $0 { true } else { false } }
        rig.pass(.seconds(10))
        rig.install("j2", 2)
        try await rig.wait(for: "j2")
        rig.stop()
        #expect(rig.events.first?.id == "e1" && rig.events.first?.kind == .rejected)
    }
}
