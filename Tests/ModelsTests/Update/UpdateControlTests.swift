import Models
import Testing

@Suite("The machine of updates: people, time and other jobs")
struct UpdateControlTests {
    @Test(
        "[update-14] a newer job cancels one before its trial, and nothing is held against its bundle",
        arguments: 0...4
    )
    func newer(done: Int) {
        var rig = Rig()
        rig.receive(.install(Rig.job()))
        let outcomes: [WorkOutcome] = [.manifest(Rig.target(2)), .downloaded, .stored]
        for outcome in outcomes.prefix(done) { rig.work(outcome) }
        if done == 4 {
            rig = Rig()
            rig.reachProbe { job, _ in job.strategy.shadow = .seconds(60) }
            rig.work(.probed([:]), .loaded)
        }
        rig.receive(.install(Rig.job("j2")))
        #expect(rig.reports.map(\.job) == ["j1", "j2"] && rig.reports.map(\.status) == [.cancelled, .inProgress])
        #expect(rig.actions.contains(.cancelWork(job: "j1")) && rig.actions.contains(.discard(job: "j1")))
        #expect(rig.orders == (done == 4 ? [.withdraw(Rig.id(2))] : []))
        #expect(rig.record.rejected.isEmpty && rig.record.candidate?.job.id == "j2")
        rig.work(.manifest(Rig.target(2)))
        #expect(rig.actions.isEmpty, "what the cancelled job still tells is nobody's")
    }

    @Test("[update-15] a job that comes while another is on trial is told that the model is busy")
    func busy() {
        var rig = Rig()
        rig.reachTrial()
        rig.receive(.install(Rig.job("j2")))
        #expect(rig.reports.map(\.status) == [.rejected] && rig.reports.first?.error?.code == .busy)
        #expect(rig.record.candidate?.job.id == "j1")
    }

    @Test("[update-16] a person ends a trial: the bundle is taken back and rejected")
    func endTrial() {
        var rig = Rig()
        rig.reachTrial()
        rig.receive(.rollback(reply: 7))
        #expect(rig.orders == [.withdraw(Rig.id(2))] && rig.actions.last == .reply(7, nil))
        #expect(rig.record.rejects(Rig.id(2)) && rig.record.active?.bundle == Rig.id(1))
        #expect(rig.reports.map(\.status) == [.failed] && rig.reports.first?.error?.code == .cancelled)
    }

    @Test("[update-17] a person calls an update off before its trial; its bundle may come again")
    func callOff() {
        var rig = Rig()
        rig.reachProbe()
        rig.receive(.rollback(reply: 7))
        #expect(rig.reports.map(\.status) == [.cancelled] && rig.actions.last == .reply(7, nil))
        #expect(rig.record.rejected.isEmpty && rig.record.candidate == nil)
    }

    @Test("[update-18] a person goes back to the previous bundle, once; what was left is rejected and the floor stays")
    func goBack() {
        var rig = Rig(active: 2, previous: 1)
        rig.receive(.rollback(reply: 1))
        #expect(rig.steps == ["load"] && rig.record.active?.bundle == Rig.id(2) && rig.reports.isEmpty)
        rig.work(.loaded, job: "rollback-1")
        #expect(rig.orders == [.replace(Rig.id(1))] && rig.notes == [.rolledBack] && rig.actions.last == .reply(1, nil))
        #expect(rig.record.active?.bundle == Rig.id(1) && rig.record.previous == nil)
        #expect(rig.record.rejects(Rig.id(2)))
        rig.receive(.rollback(reply: 2))
        guard case .reply(2, let error?)? = rig.actions.last else {
            Issue.record("no reply: \(rig.actions)")
            return
        }
        #expect(error.code == .nothingToRollBack)
    }

    @Test("[update-19] nobody goes back below the floor")
    func goBackBelow() {
        var rig = Rig(active: 2, previous: 1, floor: 1)
        rig.receive(.rollback(reply: 1))
        guard case .reply(1, let error?)? = rig.actions.last else {
            Issue.record("no reply: \(rig.actions)")
            return
        }
        #expect(error.code == .downgrade && rig.record.candidate == nil)
    }

    @Test("[update-20] where the previous bundle cannot be loaded all stays as it is")
    func stay() {
        var rig = Rig(active: 2, previous: 1)
        rig.receive(.rollback(reply: 1))
        rig.work(.failed(UpdateError(.digestMismatch, "why")), job: "rollback-1")
        #expect(rig.actions.last == .reply(1, UpdateError(.digestMismatch, "why")))
        #expect(rig.record.active?.bundle == Rig.id(2) && rig.record.previous?.bundle == Rig.id(1))
        #expect(rig.record.rejected.isEmpty && rig.orders.isEmpty)
    }

    @Test("[update-21] there is nothing to confirm without a trial")
    func nothingToConfirm() {
        var rig = Rig()
        rig.receive(.confirm(reply: 1))
        guard case .reply(1, let none?)? = rig.actions.last else {
            Issue.record("no reply: \(rig.actions)")
            return
        }
        #expect(none.code == .nothingToConfirm)
        rig.receive(.install(Rig.job()))
        rig.receive(.confirm(reply: 2))
        guard case .reply(2, let busy?)? = rig.actions.last else {
            Issue.record("no reply: \(rig.actions)")
            return
        }
        #expect(busy.code == .busy)
    }

    @Test("[update-22] a job waits for its time, by the clock of the day")
    func notBefore() {
        var rig = Rig()
        var job = Rig.job()
        job.notBefore = rig.now.wall + 60_000
        rig.receive(.install(job))
        #expect(rig.reports.map(\.status) == [.queued] && rig.steps.isEmpty)
        rig.pass(.seconds(59))
        #expect(rig.steps.isEmpty)
        rig.pass(.seconds(1))
        #expect(rig.reports.map(\.status) == [.inProgress] && rig.steps == ["manifest"])
    }

    @Test("[update-23] C19: a deadline holds by either clock; on trial there is none any more")
    func deadline() {
        var job = Rig.job()
        var rig = Rig()
        job.deadline = rig.now.wall
        rig.receive(.install(job))
        #expect(rig.reports.map(\.status) == [.rejected] && rig.reports.first?.error?.code == .deadline)

        job.deadline = rig.now.wall + 60_000
        rig.receive(.install(job))
        rig.now.wall -= 86_400_000
        rig.pass(.seconds(59))
        #expect(rig.record.candidate != nil)
        rig.pass(.seconds(1))
        #expect(rig.reports.first?.error?.code == .deadline, "the clock was put back, and time passed all the same")
        #expect(rig.actions.contains(.cancelWork(job: "j1")))

        rig.receive(.install(job))
        rig.now.wall = job.deadline ?? 0
        rig.receive(.tick)
        #expect(rig.reports.first?.error?.code == .deadline)

        rig = Rig()
        rig.reachTrial { job, _ in job.deadline = 1_764_000_060_000 }
        rig.pass(.seconds(100))
        #expect(rig.phase?.word == "TRIAL")
    }

    @Test(
        "[update-24] C19: a clock that jumps neither ends a trial nor prolongs it",
        arguments: [-86_400_000, 86_400_000]
    )
    func jump(by milliseconds: Int64) {
        var rig = Rig()
        rig.reachTrial()
        rig.now.wall += milliseconds
        rig.pass(.seconds(299))
        #expect(rig.phase?.word == "TRIAL")
        rig.pass(.seconds(1))
        #expect(rig.phase == nil && rig.record.active?.bundle == Rig.id(2))
    }
}
