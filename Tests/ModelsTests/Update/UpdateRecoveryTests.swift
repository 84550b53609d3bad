import Models
import Testing

@Suite("The machine of updates: what a restart finds")
struct UpdateRecoveryTests {
    private static func rig(_ phase: UpdatePhase) -> Rig {
        var rig = Rig()
        var record = rig.record
        record.candidate = UpdateCandidate(job: Rig.job(), phase: phase)
        rig.machine = UpdateMachine(record: record, policy: UpdatePolicy())
        return rig
    }

    @Test(
        "[update-25] C2 to C6: what was interrupted before the probe is done again, whatever ended the process",
        arguments: [
            (UpdatePhase.received, "manifest"), (.downloading(Rig.target(2)), "download"),
            (.verified(Rig.target(2)), "store"),
        ],
        [true, false]
    )
    func again(_ found: (UpdatePhase, String), wasClean: Bool) {
        var rig = Self.rig(found.0)
        rig.receive(.restarted(wasClean: wasClean))
        #expect(rig.steps == [found.1] && rig.phase == found.0 && rig.reports.map(\.status) == [.inProgress])
    }

    @Test("[update-26] C8: a probe that ends the process twice condemns the bundle")
    func probe() {
        var rig = Self.rig(.stored(Rig.target(2), probes: 1))
        rig.receive(.restarted(wasClean: false))
        #expect(rig.steps == ["probe"] && rig.phase == .stored(Rig.target(2), probes: 2))
        rig = Self.rig(rig.phase ?? .received)
        rig.receive(.restarted(wasClean: false))
        #expect(rig.reports.first?.error?.code == .probeCrash && rig.record.rejects(Rig.id(2)) && rig.phase == nil)
        rig = Self.rig(.stored(Rig.target(2), probes: 2))
        rig.receive(.restarted(wasClean: true))
        #expect(rig.phase == .stored(Rig.target(2), probes: 1))
    }

    @Test("[update-27] C9: a shadow begins anew, three times at most")
    func shadow() {
        var rig = Self.rig(.shadow(Rig.target(2), starts: 0))
        for starts in 1...3 {
            rig.receive(.restarted(wasClean: false))
            #expect(rig.steps == ["load"] && rig.phase == .shadow(Rig.target(2), starts: starts))
        }
        rig.receive(.restarted(wasClean: false))
        #expect(rig.reports.first?.error?.code == .crashInTrial && rig.record.rejects(Rig.id(2)))
        #expect(rig.record.active?.bundle == Rig.id(1))
    }

    @Test("[update-28] C10, C11: a trial gets one more start after an unclean end; the next one rolls it back")
    func trial() {
        let whole = Duration.seconds(300)
        var rig = Self.rig(.trial(Rig.target(2), starts: 0, remaining: whole))
        rig.receive(.restarted(wasClean: false))
        #expect(rig.steps == ["load"] && rig.phase == .trial(Rig.target(2), starts: 1, remaining: whole))
        rig.receive(.restarted(wasClean: false))
        #expect(rig.steps == ["load"] && rig.phase == .trial(Rig.target(2), starts: 2, remaining: whole))
        rig.receive(.restarted(wasClean: false))
        #expect(rig.phase == nil && rig.record.rejects(Rig.id(2)) && rig.record.active?.bundle == Rig.id(1))
        #expect(rig.reports.first?.error?.code == .crashInTrial && rig.notes == [.rolledBack])
        #expect(rig.reports.first?.details == ["rolled_back_to": "1"])
    }

    @Test(
        "[update-29] C11: after a clean stop a trial goes on with the time that is left, and nothing is held against it"
    )
    func cleanStop() {
        var rig = Rig()
        rig.reachTrial()
        rig.pass(.seconds(100))
        rig.receive(.stopping)
        #expect(rig.phase == .trial(Rig.target(2), starts: 0, remaining: .seconds(200)))
        rig.machine = UpdateMachine(record: rig.record, policy: UpdatePolicy())
        rig.now.monotonic = .seconds(1)
        rig.receive(.restarted(wasClean: true))
        rig.work(.loaded)
        rig.pass(.seconds(199))
        #expect(rig.phase?.word == "TRIAL")
        rig.pass(.seconds(1))
        #expect(rig.record.active?.bundle == Rig.id(2))
    }

    @Test("[update-30] a trial that is not loaded yet when the process stops loses none of its time")
    func stopBeforeLoaded() {
        var rig = Rig()
        rig.reachProbe()
        rig.work(.probed([:]))
        rig.pass(.seconds(50))
        rig.receive(.stopping)
        #expect(rig.phase == .trial(Rig.target(2), starts: 0, remaining: .seconds(300)))
    }

    @Test("[update-31] a first bundle that ends the process while it is loaded is given up: there is no loop of starts")
    func debut() {
        var rig = Rig(active: nil)
        rig.reachProbe()
        rig.work(.probed([:]))
        rig.receive(.restarted(wasClean: false))
        #expect(rig.steps == ["load"])
        rig.receive(.restarted(wasClean: false))
        #expect(rig.reports.first?.error?.code == .crashInTrial && rig.record.rejects(Rig.id(2)))
    }

    @Test("[update-32] the way back goes on after a crash, once")
    func returning() {
        var rig = Rig(active: 2, previous: 1)
        rig.receive(.rollback(reply: 1), .restarted(wasClean: false))
        #expect(rig.steps == ["load"])
        rig.work(.loaded, job: "rollback-1")
        #expect(rig.record.active?.bundle == Rig.id(1))
        rig = Rig(active: 2, previous: 1)
        rig.receive(.rollback(reply: 1), .restarted(wasClean: false), .restarted(wasClean: false))
        #expect(rig.phase == nil && rig.record.active?.bundle == Rig.id(2) && rig.record.rejected.isEmpty)
    }

    @Test("[update-33] C17: a damaged active bundle makes room for the one before it; the floor stays")
    func damaged() {
        let error = UpdateError(.digestMismatch, "why")
        var rig = Rig(active: 2, previous: 1)
        rig.receive(.damaged(error, previousServes: true))
        #expect(rig.record.active?.bundle == Rig.id(1) && rig.record.previous == nil && rig.notes == [.corrupt])
        rig = Rig(active: 2, previous: 1)
        rig.receive(.damaged(error, previousServes: false))
        #expect(rig.record.active == nil)
        rig = Rig(active: 2, previous: 1, floor: 1)
        rig.receive(.damaged(error, previousServes: true))
        #expect(rig.record.active == nil && rig.record.floor == 1)
    }
}
