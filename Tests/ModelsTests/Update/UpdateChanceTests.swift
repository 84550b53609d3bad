import Models
import Testing

@Suite("The machine of updates: whatever happens, in whatever order")
struct UpdateChanceTests {
    /// Steele, Lea and Flood's SplitMix64.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// What the world outside knows of the machine's world.
    private struct World {
        var rig: Rig
        var dice: Dice
        var jobs = 0
        /// Bundles whose files were read back and that are in the store.
        var stored: Set<BundleID> = [Rig.id(1)]
        var probed: Set<BundleID> = [Rig.id(1)]
        var forced = false

        mutating func event() -> UpdateEvent {
            let job = rig.record.candidate?.job.id ?? "j\(jobs)"
            let bundle = rig.record.candidate?.phase.target?.bundle ?? Rig.id(1)
            switch Int.random(in: 0..<24, using: &dice) {
            case 0, 1, 2: return .install(newJob())
            case 3, 4: return .work(job: job, .manifest(target()))
            case 5, 6: return .work(job: job, .downloaded)
            case 7, 8: return .work(job: job, .stored)
            case 9, 10: return .work(job: job, .probed([:]))
            case 11, 12, 13: return .work(job: job, .loaded)
            case 14:
                return .work(
                    job: job,
                    .failed(UpdateError(UpdateCode.allCases.randomElement(using: &dice) ?? .busy, ""))
                )
            case 15: return .work(job: "j0", .loaded)
            case 16: return .confirm(reply: 1)
            case 17: return .rollback(reply: 1)
            case 18: return .restarted(wasClean: Bool.random(using: &dice))
            case 19: return .stopping
            case 20:
                let bad = Int.random(in: 0...40, using: &dice)
                return .figures(bundle, .trial(StageFigures.Trial(answered: 100, errors: bad)))
            case 21:
                return .figures(bundle, .shadow(StageFigures.Shadow(compared: 100, agreed: 95, failed: 0)))
            case 22: return .damaged(UpdateError(.digestMismatch, ""), previousServes: Bool.random(using: &dice))
            default: return .tick
            }
        }

        private mutating func newJob() -> UpdateJob {
            jobs += 1
            var job = Rig.job("j\(jobs)")
            job.isForced = Int.random(in: 0..<6, using: &dice) == 0
            job.strategy.shadow = Bool.random(using: &dice) ? .zero : .seconds(10)
            job.strategy.trial = .seconds(Int.random(in: 0...20, using: &dice))
            job.strategy.autoConfirm = Int.random(in: 0..<5, using: &dice) > 0
            if Int.random(in: 0..<8, using: &dice) == 0 { job.deadline = rig.now.wall + 5000 }
            if Int.random(in: 0..<8, using: &dice) == 0 { job.notBefore = rig.now.wall + 3000 }
            return job
        }

        private mutating func target() -> UpdateTarget {
            Rig.target(UInt8.random(in: 1...9, using: &dice), security: Int.random(in: 0...2, using: &dice))
        }
    }

    @Test("[update-34] I2, I4, I5 hold after every step of thousands of random courses", arguments: 0..<40)
    func invariants(seed: Int) {
        var world = World(rig: Rig(), dice: Dice(state: UInt64(seed)))
        for _ in 0..<1000 {
            let before = world.rig.record
            let event = world.event()
            if Bool.random(using: &world.dice) { world.rig.now.monotonic += .seconds(3) }
            world.rig.now.wall += Int64.random(in: -10_000...10_000, using: &world.dice)
            if case .restarted = event {
                world.rig.machine = UpdateMachine(record: world.rig.record, policy: UpdatePolicy())
            }
            step(&world, event)
            check(world, before, event)
        }
    }

    /// Lets the event happen, and looks at every single action: none may be about what is not there.
    private func step(_ world: inout World, _ first: UpdateEvent) {
        var event: UpdateEvent? = first
        while let current = event {
            event = nil
            let old = world.rig.record
            let phase = old.candidate?.phase
            if case .work(let job, let outcome) = current, job == old.candidate?.job.id, let target = phase?.target {
                if case (.stored, .verified?) = (outcome, phase) { world.stored.insert(target.bundle) }
                if case (.probed, .stored?) = (outcome, phase) { world.probed.insert(target.bundle) }
            }
            for action in world.rig.machine.receive(current, at: world.rig.now) {
                switch action {
                case .serve(.shadow(let bundle)), .serve(.trial(let bundle, _)), .serve(.promote(let bundle)),
                    .serve(.replace(let bundle)):
                    #expect(world.stored.contains(bundle) && world.probed.contains(bundle), "I1: \(current)")
                case .work(.load(_, let target)):
                    #expect(world.stored.contains(target.bundle), "I1: \(current)")
                case .proceed: event = .proceed
                case .work(.manifest(let job, let floor)):
                    #expect(floor == world.rig.record.floor && job.id == world.rig.record.candidate?.job.id)
                default: break
                }
            }
        }
    }

    private func check(_ world: World, _ before: ModelRecord, _ event: UpdateEvent) {
        let after = world.rig.record
        #expect(after.floor >= before.floor, "I5 after \(event)")
        if let active = after.active {
            #expect(world.stored.contains(active.bundle) && world.probed.contains(active.bundle), "I2 after \(event)")
        }
        if let candidate = after.candidate, let target = candidate.phase.target, candidate.job.place != .stored {
            #expect(candidate.job.isForced || !after.rejects(target.bundle), "I4 after \(event)")
            #expect(target.securityVersion >= after.floor, "I5 after \(event)")
        }
        if after.active?.bundle != before.active?.bundle {
            switch before.candidate?.phase {
            case .trial(let target, _, _), .debut(let target, _), .returning(let target, _):
                #expect(after.active?.bundle == target.bundle)
            default:
                guard case .damaged = event else {
                    Issue.record("active changed in \(before.candidate?.phase.word ?? "no phase") by \(event)")
                    return
                }
            }
            #expect(after.generation == before.generation + 1)
        }
        #expect(after.rejected.count <= ModelRecord.mostRejected)
        #expect(Set(after.rejected.map(\.bundle)).count == after.rejected.count)
        #expect(after.active == nil || after.active?.bundle != after.previous?.bundle, "after \(event)")
    }
}
