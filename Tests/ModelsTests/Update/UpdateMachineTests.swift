import Cryptography
import Models
import Testing

@Suite("The machine of updates: the way from the command to the confirmation")
struct UpdateMachineTests {
    @Test("[update-1] a good bundle goes through all phases, each reported before the work that it announces")
    func wholeWay() {
        var rig = Rig()
        rig.receive(.install(Rig.job()))
        #expect(rig.reports.map(\.phase) == ["RECEIVED"] && rig.steps == ["manifest"])
        rig.work(.manifest(Rig.target(2)))
        #expect(rig.reports.map(\.phase) == ["MANIFEST_OK", "DOWNLOADING"] && rig.steps == ["download"])
        rig.work(.progress(done: 10, total: 1000, resumed: 4))
        #expect(rig.reports.last?.details == ["bytes": "10", "total": "1000", "resumed_from": "4"])
        rig.work(.downloaded)
        #expect(rig.reports.map(\.phase) == ["VERIFIED"] && rig.steps == ["store"])
        rig.work(.stored)
        #expect(rig.reports.map(\.phase) == ["STORED"] && rig.steps == ["probe"])
        rig.work(.probed(["p99_us": "9"]))
        #expect(rig.reports.map(\.phase) == ["PROBED", "TRIAL"] && rig.steps == ["load"])
        #expect(rig.record.active?.bundle == Rig.id(1), "active changes at the confirmation and nowhere else")
        rig.work(.loaded)
        #expect(rig.orders == [.trial(Rig.id(2), sharePercent: 100)] && rig.notes == [.activated])
        rig.pass(.seconds(299))
        #expect(rig.actions.isEmpty && rig.record.active?.bundle == Rig.id(1))
        rig.pass(.seconds(1))
        #expect(rig.orders == [.promote(Rig.id(2))] && rig.notes == [.confirmed])
        #expect(rig.reports.map(\.status) == [.succeeded] && rig.reports.map(\.phase) == ["CONFIRMED"])
        #expect(rig.record.active?.bundle == Rig.id(2) && rig.record.previous?.bundle == Rig.id(1))
        #expect(rig.record.candidate == nil && rig.record.generation == 1)
    }

    @Test("[update-2] the first bundle of a device is confirmed once it is probed and loaded, without shadow or trial")
    func first() {
        var rig = Rig(active: nil, policy: UpdatePolicy(shadow: .seconds(60)))
        rig.reachProbe()
        rig.work(.probed([:]))
        #expect(rig.phase == .debut(Rig.target(2), starts: 1) && rig.record.active == nil)
        rig.work(.loaded)
        #expect(rig.orders == [.replace(Rig.id(2))] && rig.notes == [.activated, .confirmed])
        #expect(rig.record.active?.bundle == Rig.id(2) && rig.record.previous == nil)
    }

    @Test("[update-3] the command's strategy wins over the manifest's gates, and those over the configuration")
    func strategy() {
        var gates = StageGates()
        gates.shadowRequests = 5
        var rig = Rig(policy: UpdatePolicy(shadow: .seconds(30), trial: .seconds(40)))
        rig.reachProbe { _, target in target.gates = gates }
        rig.work(.probed([:]))
        #expect(rig.phase?.word == "SHADOW", "configured")
        rig = Rig()
        rig.reachProbe { _, target in target.gates = gates }
        rig.work(.probed([:]))
        #expect(rig.phase?.word == "SHADOW", "the manifest asks for comparisons")
        rig = Rig(policy: UpdatePolicy(shadow: .seconds(30), trial: .seconds(40)))
        rig.reachProbe { job, target in
            target.gates = gates
            job.strategy = UpdateJob.Strategy(shadow: .zero, trial: .seconds(7), sharePercent: 10, autoConfirm: false)
        }
        rig.work(.probed([:]))
        #expect(rig.phase == .trial(rig.phase?.target ?? Rig.target(2), starts: 1, remaining: .seconds(7)))
        rig.work(.loaded)
        #expect(rig.orders == [.trial(Rig.id(2), sharePercent: 10)])
        rig.pass(.seconds(8))
        #expect(rig.reports.map(\.details) == [["awaiting": "confirm"]] && rig.machine.awaitsConfirmation)
        rig.pass(.seconds(1000))
        #expect(rig.actions.isEmpty && rig.phase?.word == "TRIAL", "nobody but a person ends it")
        rig.receive(.confirm(reply: 3))
        #expect(rig.orders == [.promote(Rig.id(2))] && rig.actions.last == .reply(3, nil))
    }

    @Test("[update-4] a shadow that agrees becomes a trial; the loop keeps it while it changes")
    func shadow() {
        var gates = StageGates()
        gates.shadowRequests = 10
        gates.agreement = 0.9
        var rig = Rig()
        rig.reachProbe { job, target in
            job.strategy.shadow = .seconds(60)
            target.gates = gates
        }
        rig.work(.probed([:]), .loaded)
        #expect(rig.orders == [.shadow(Rig.id(2))])
        rig.receive(.figures(Rig.id(2), .shadow(StageFigures.Shadow(compared: 18, agreed: 18, failed: 2))))
        #expect(rig.machine.agreement == 0.9)
        rig.pass(.seconds(60))
        #expect(rig.orders.isEmpty && rig.steps == ["load"] && rig.phase?.word == "TRIAL")
        let details = ["agreement": "0.900", "compared": "20", "share_percent": "100"]
        #expect(rig.reports.map(\.details) == [details])
        rig.work(.loaded)
        #expect(rig.orders == [.trial(Rig.id(2), sharePercent: 100)])
    }

    @Test(
        "[update-5] a shadow that does not hold its gates is withdrawn and rejected",
        arguments: [
            (StageFigures.Shadow(compared: 9, agreed: 9, failed: 0), "9 answers were compared, 10 are asked for"),
            (StageFigures.Shadow(compared: 10, agreed: 8, failed: 0), "8 of 10 answers agree, 90.0 % are asked for"),
            (StageFigures.Shadow(compared: 10, agreed: 10, failed: 5), "10 of 15 answers agree, 90.0 % are asked for"),
            (nil, "0 answers were compared, 10 are asked for"),
        ]
    )
    func disagreement(figures: StageFigures.Shadow?, reason: String) {
        var gates = StageGates()
        gates.shadowRequests = 10
        gates.agreement = 0.9
        var rig = Rig()
        rig.reachProbe { _, target in target.gates = gates }
        rig.work(.probed([:]), .loaded)
        if let figures { rig.receive(.figures(Rig.id(2), .shadow(figures))) }
        rig.pass(.seconds(600))
        #expect(rig.orders == [.withdraw(Rig.id(2))])
        #expect(rig.reports.map(\.error) == [UpdateError(.shadowDisagrees, reason)])
        #expect(rig.reports.map(\.status) == [.failed] && rig.reports.map(\.phase) == ["SHADOW"])
        #expect(rig.record.rejects(Rig.id(2)) && rig.record.candidate == nil && rig.notes == [.rejected])
    }

    @Test(
        "[update-6] a trial is rolled back as soon as its figures are too bad, and its id is rejected",
        arguments: [
            (StageFigures.Trial(answered: 18, errors: 2), false, nil),
            (StageFigures.Trial(answered: 17, errors: 3), true, UpdateCode.errorRate),
            (StageFigures.Trial(answered: 10, errors: 9), false, nil),
            (StageFigures.Trial(answered: 999, errors: 0, p99: 41_200, p99Before: 12_300), false, nil),
            (StageFigures.Trial(answered: 1000, errors: 0, p99: 41_200, p99Before: 12_300), true, .latencyRegression),
            (StageFigures.Trial(answered: 1000, errors: 0, p99: 24_600, p99Before: 12_300), false, nil),
            (StageFigures.Trial(answered: 1000, errors: 0, p99: nil, p99Before: 12_300), false, nil),
        ]
    )
    func early(figures: StageFigures.Trial, fails: Bool, code: UpdateCode?) {
        var rig = Rig()
        rig.reachTrial { _, target in target.gates.p99Ratio = 2 }
        rig.receive(.figures(Rig.id(2), .trial(figures)))
        #expect((rig.record.candidate == nil) == fails)
        #expect(rig.reports.first?.error?.code == code)
        guard fails else { return }
        #expect(rig.orders == [.withdraw(Rig.id(2))] && rig.notes == [.rolledBack])
        #expect(rig.reports.map(\.phase) == ["TRIAL"] && rig.reports.map(\.status) == [.failed])
        #expect(rig.reports.first?.details == ["rolled_back_to": "1"])
        #expect(rig.record.active?.bundle == Rig.id(1) && rig.record.rejects(Rig.id(2)))
    }

    @Test("[update-6] a drift on trial counts where the manifest asks, at once", arguments: [true, false])
    func driftOnTrial(isAsked: Bool) {
        var rig = Rig()
        rig.reachTrial { _, target in target.gates.drift = isAsked ? "no_major" : nil }
        rig.receive(.figures(Rig.id(2), .trial(StageFigures.Trial(answered: 5, errors: 0))))
        #expect(rig.phase?.word == "TRIAL")
        rig.receive(.figures(Rig.id(2), .trial(StageFigures.Trial(answered: 5, errors: 0, drift: "$.v.x"))))
        #expect((rig.record.candidate == nil) == isAsked && rig.record.rejects(Rig.id(2)) == isAsked)
        #expect(rig.reports.first?.error?.code == (isAsked ? .driftInTrial : nil))
    }

    @Test("[update-7] at the end of a trial what was seen counts, however little it is")
    func late() {
        var rig = Rig()
        rig.reachTrial { _, target in
            target.gates.errorRate = 0.01
            target.gates.p99Ratio = 2
        }
        rig.receive(.figures(Rig.id(2), .trial(StageFigures.Trial(answered: 5, errors: 1))))
        #expect(rig.phase?.word == "TRIAL")
        rig.pass(.seconds(300))
        #expect(rig.reports.first?.error == UpdateError(.errorRate, "1 of 6 answers failed, 1.0 % may"))
        rig = Rig()
        rig.reachTrial { _, target in target.gates.p99Ratio = 2 }
        let figures = StageFigures.Trial(answered: 150, errors: 0, p99: 41_200, p99Before: 12_300)
        rig.receive(.figures(Rig.id(2), .trial(figures)))
        rig.pass(.seconds(300))
        #expect(rig.reports.first?.error == UpdateError(.latencyRegression, "p99 41.2 ms > 2.0 x 12.3 ms"))
        rig = Rig()
        rig.reachTrial { _, target in target.gates.p99Ratio = 3 }
        rig.receive(.figures(Rig.id(2), .trial(StageFigures.Trial(answered: 150, errors: 0, p99: 1604, p99Before: 99))))
        rig.pass(.seconds(300))
        #expect(rig.reports.first?.error == UpdateError(.latencyRegression, "p99 1.604 ms > 3.0 x 0.099 ms"))
    }

    @Test("[update-8] figures of another bundle, or of another stage, are nobody's")
    func foreignFigures() {
        var rig = Rig()
        rig.reachTrial()
        rig.receive(.figures(Rig.id(3), .trial(StageFigures.Trial(answered: 0, errors: 100))))
        rig.receive(.figures(Rig.id(2), .shadow(StageFigures.Shadow(compared: 100, agreed: 0, failed: 0))))
        #expect(rig.phase?.word == "TRIAL" && rig.actions.isEmpty)
    }

    @Test("[update-9] the floor rises at the confirmation only, and a lower bundle is refused")
    func floor() {
        var rig = Rig()
        rig.reachTrial { _, target in target.securityVersion = 3 }
        #expect(rig.record.floor == 0)
        rig.pass(.seconds(300))
        #expect(rig.record.floor == 3)
        rig.receive(.install(Rig.job("j2")))
        rig.work(.manifest(Rig.target(3, security: 2)), job: "j2")
        #expect(rig.reports.map(\.status) == [.rejected] && rig.reports.first?.error?.code == .downgrade)
        #expect(!rig.record.rejects(Rig.id(3)) && rig.record.floor == 3)
    }

    @Test(
        "[update-10] a failure before the trial leaves what serves alone; only what the bundle is to blame for rejects it",
        arguments: [
            (0, UpdateCode.badSignature, UpdateReport.Status.rejected, false), (0, .downloadFailed, .failed, false),
            (0, .expired, .rejected, false), (0, .noSpace, .failed, false), (1, .downloadFailed, .failed, false),
            (1, .digestMismatch, .failed, false), (1, .noSpace, .failed, false), (2, .readOnly, .failed, false),
            (3, .probeFailed, .failed, true), (3, .probeCrash, .failed, true), (3, .probeTimeout, .failed, true),
            (3, .probeMemory, .failed, true), (3, .probeSlow, .failed, true), (3, .internal, .failed, false),
            (4, .probeFailed, .failed, true), (4, .digestMismatch, .failed, false),
        ]
    )
    func failures(done: Int, code: UpdateCode, status: UpdateReport.Status, isRejected: Bool) {
        var rig = Rig()
        rig.receive(.install(Rig.job()))
        let outcomes: [WorkOutcome] = [.manifest(Rig.target(2)), .downloaded, .stored, .probed([:])]
        for outcome in outcomes.prefix(done) { rig.work(outcome) }
        rig.work(.failed(UpdateError(code, "why")))
        #expect(rig.reports.map(\.status) == [status] && rig.reports.map(\.error?.code) == [code])
        #expect(rig.record.rejects(Rig.id(2)) == isRejected)
        #expect(rig.record.active?.bundle == Rig.id(1) && rig.record.candidate == nil && rig.orders.isEmpty)
        #expect(rig.actions.contains(.discard(job: "j1")) && rig.actions.contains(.collect))
    }

    @Test(
        "[update-11] a rejected bundle is not tried again, unless the command says so; then its confirmation forgets it"
    )
    func rejected() {
        var rig = Rig()
        rig.reachProbe()
        rig.work(.failed(UpdateError(.probeFailed, "why")))
        rig.receive(.install(Rig.job("j2")))
        rig.work(.manifest(Rig.target(2)), job: "j2")
        #expect(rig.reports.first?.error?.code == .rejectedBefore && rig.steps.isEmpty)
        var known = Rig.job("j3")
        known.place = .url("https://models.example/8/manifest.json", sha256: Rig.id(2).digest.bytes)
        rig.receive(.install(known))
        #expect(rig.reports.first?.error?.code == .rejectedBefore && rig.record.candidate == nil)
        var forced = Rig.job()
        forced.isForced = true
        rig.receive(.install(forced))
        rig.work(.manifest(Rig.target(2)), .downloaded, .stored, .probed([:]), .loaded)
        rig.pass(.seconds(300))
        #expect(rig.record.active?.bundle == Rig.id(2) && !rig.record.rejects(Rig.id(2)))
    }

    @Test("[update-12] what is active already is installed at once, known by the digest or by the manifest")
    func alreadyActive() {
        var rig = Rig()
        var known = Rig.job()
        known.place = .url("https://models.example/8/manifest.json", sha256: Rig.id(1).digest.bytes)
        rig.receive(.install(known))
        #expect(rig.reports.map(\.status) == [.succeeded] && rig.steps.isEmpty)
        rig.receive(.install(Rig.job()))
        rig.work(.manifest(Rig.target(1)))
        #expect(rig.reports.map(\.status) == [.succeeded] && rig.steps.isEmpty && rig.record.generation == 0)
        #expect(rig.reports.first?.details == ["note": "already installed"])
    }

    @Test("[update-13] a manifest that is not the one of the command is refused")
    func otherManifest() {
        var rig = Rig()
        var job = Rig.job()
        job.place = .url("https://models.example/8/manifest.json", sha256: Rig.id(9).digest.bytes)
        rig.receive(.install(job))
        rig.work(.manifest(Rig.target(2)))
        #expect(rig.reports.first?.error?.code == .digestMismatch && rig.record.candidate == nil)
    }
}
