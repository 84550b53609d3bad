import Anomaly
import Inference
import Telemetry
import Tensors
import Testing

@testable import Edge

@Suite("A binding whose model is replaced")
struct HostedFitTests {
    /// A binding of one model, with windows that wait.
    private struct Rig {
        let binding: HostedBinding
        let settings: Settings

        init() throws {
            settings = try Settings.load(from: SettingsSamples.sources(json: #"{"node":"n1"}"#)).settings
            binding = try HostedBinding(
                try Fitted.binding(),
                model: Self.model(1),
                limits: settings.limits,
                topics: try Topics(settings)
            )
        }

        static func model(_ version: Int) -> HostedModel { HostedModel(Staged.factor(version, of: "press-ae").model) }

        /// A new key, numbered by its name.
        func key(_ number: Int) -> KeyTable<KeyState>.Place {
            let key = Array("press\(number)".utf8)
            return binding.keys.find(key) ?? binding.keys.insert(key, binding.newState(of: key)).place
        }

        /// Lets a window of a key wait where it belongs; its numbers are its name.
        func add(_ name: Int, of key: KeyTable<KeyState>.Place) {
            let step = WindowQueue.Step(kind: .window, place: key, time: Timestamp(microseconds: 0), hold: nil)
            binding.fit(of: key.slot).queue.add(Array(repeating: Double(name), count: 6), step)
        }

        /// The names of the windows that wait somewhere, in order.
        func waiting(_ fit: HostedFit) throws -> [Int] {
            var queue = fit.queue
            let batch = WindowBatch(fit.fit)
            queue.move(upTo: 1000, into: batch)
            return try (0..<batch.windows).map { index in
                let values: [Float] = try #require(batch.window(index)?.values())
                return Int(values[0])
            }
        }

        /// Runs so many windows of a fit, without a model.
        func run(_ fit: HostedFit, _ count: Int) {
            fit.queue.move(upTo: count, into: fit.batch)
        }

        func finish(_ fit: HostedFit) {
            fit.judged(fit.batch.steps.count)
            fit.batch.clear()
        }
    }

    @Test("[stage-52] what waits goes to the model that serves now, before what waits there already")
    func promoted() throws {
        let rig = try Rig()
        let keys = (0..<20).map(rig.key)
        for (name, key) in keys.enumerated() { rig.add(name, of: key) }
        let candidate = Rig.model(2)
        rig.binding.begin(try Fitted.binding(), on: candidate, share: Share(percent: 50))
        let (old, new) = (rig.binding.active, try #require(rig.binding.candidate))
        for (name, key) in keys.enumerated() { rig.add(100 + name, of: key) }
        #expect(try rig.waiting(new).isEmpty == false && rig.waiting(old).count > 20)
        // Windows of a key are judged in order: those before the trial by the other model.
        #expect(new.isHeldUp() && !old.isHeldUp())
        rig.run(old, 3)
        rig.binding.replace(with: try Fitted.binding(), on: candidate)
        #expect(rig.binding.active === new && rig.binding.candidate == nil)
        #expect(try rig.waiting(old).isEmpty)
        let all = try rig.waiting(new)
        #expect(Set(all) == Set(Array(3..<20) + Array(100..<120)))
        for name in 3..<20 {
            let (first, second) = (try #require(all.firstIndex(of: name)), try #require(all.firstIndex(of: 100 + name)))
            #expect(first < second)
        }
        #expect(new.isHeldUp(), "three windows of before are under way")
        rig.finish(old)
        #expect(!new.isHeldUp())
        rig.binding.forgetFinished()
        #expect(rig.binding.fits.count == 1)
    }

    @Test("[stage-52] what waits for a candidate that is withdrawn goes back, behind what waits there")
    func withdrawn() throws {
        let rig = try Rig()
        let keys = (0..<20).map(rig.key)
        for (name, key) in keys.enumerated() { rig.add(name, of: key) }
        rig.binding.begin(try Fitted.binding(), on: Rig.model(2), share: Share(percent: 50))
        for (name, key) in keys.enumerated() { rig.add(100 + name, of: key) }
        let candidate = try #require(rig.binding.candidate)
        rig.binding.withdraw()
        #expect(candidate.isIdle && rig.binding.candidate == nil && !rig.binding.active.isHeldUp())
        let all = try rig.waiting(rig.binding.active)
        #expect(Array(all.prefix(20)) == Array(0..<20) && Set(all) == Set(Array(0..<20) + Array(100..<120)))
    }

    @Test("[stage-52] where windows have another size, those of before are judged first, where they are")
    func otherSize() throws {
        let rig = try Rig()
        let key = rig.key(1)
        rig.add(1, of: key)
        rig.add(2, of: key)
        let old = rig.binding.active
        let fit = try Fitted.binding(model: Fitted.model(input: [nil, 2, 2]), baseline: Fitted.baseline(window: 2))
        rig.binding.replace(with: fit, on: Rig.model(2))
        #expect(try rig.waiting(old) == [1, 2] && rig.binding.active.isHeldUp())
        rig.run(old, 1)
        rig.finish(old)
        #expect(rig.binding.active.isHeldUp())
        rig.run(old, 1)
        rig.finish(old)
        #expect(!rig.binding.active.isHeldUp())
    }

    @Test("[stage-52] a candidate of another size that is withdrawn before it ran does not stand in the way for ever")
    func neitherWaits() throws {
        let rig = try Rig()
        let key = rig.key(1)
        rig.add(1, of: key)
        let fit = try Fitted.binding(model: Fitted.model(input: [nil, 2, 2]), baseline: Fitted.baseline(window: 2))
        rig.binding.begin(fit, on: Rig.model(2), share: Share(percent: 100))
        let candidate = try #require(rig.binding.candidate)
        let step = WindowQueue.Step(kind: .window, place: key, time: Timestamp(microseconds: 0), hold: nil)
        candidate.queue.add([1, 1, 1, 1], step)
        #expect(candidate.isHeldUp())
        rig.binding.withdraw()
        #expect(!candidate.isHeldUp() && rig.binding.active.isHeldUp())
        rig.run(candidate, 1)
        rig.finish(candidate)
        #expect(!rig.binding.active.isHeldUp())
    }

    @Test("[stage-52] a run that does not end holds nobody up for ever")
    func hanging() throws {
        let rig = try Rig()
        let key = rig.key(1)
        rig.binding.begin(try Fitted.binding(), on: Rig.model(2), share: Share(percent: 100))
        let candidate = try #require(rig.binding.candidate)
        rig.add(1, of: key)
        rig.add(2, of: key)
        rig.run(candidate, 2)
        rig.binding.withdraw()
        rig.add(3, of: key)
        let active = rig.binding.active
        #expect(active.isHeldUp(now: .now + .seconds(29)))
        #expect(!active.isHeldUp(now: .now + .seconds(31)))
        #expect(!active.isHeldUp())
    }

    @Test("[stage-50] a key's window goes on where its shape stays, and begins anew where it does not")
    func windows() throws {
        let rig = try Rig()
        let key = rig.key(1)
        func add(_ number: Double) -> Bool? {
            rig.binding.keys[key.slot].window?.add([number, number], at: Timestamp(microseconds: Int64(number)))
        }
        #expect(add(1) == false && add(2) == false)
        rig.binding.replace(with: try Fitted.binding(), on: Rig.model(2))
        #expect(add(3) == true)
        let fit = try Fitted.binding(model: Fitted.model(input: [nil, 2, 2]), baseline: Fitted.baseline(window: 2))
        rig.binding.replace(with: fit, on: Rig.model(3))
        #expect(add(4) == false && add(5) == true)
        #expect(rig.binding.changed.count == 1)
    }

    @Test("[stage-51] scores go on in the units of the new threshold, open episodes too")
    func units() throws {
        func rule(_ threshold: Double) throws -> AnomalyRule { try AnomalyRule(smooth: 2, threshold: threshold) }
        var state = KeyState(key: [], fit: try Fitted.binding())
        let (small, large) = (try rule(2), try rule(20))
        let time = Timestamp(microseconds: 1)
        state.adopt(small)
        _ = state.monitor.add(3, at: time, rule: small)
        #expect(state.monitor.episode?.peak == 3)
        state.adopt(large)
        #expect(state.monitor.score == 30 && state.monitor.episode?.peak == 30)
        let verdict = state.monitor.add(16, at: time, rule: large)
        #expect(verdict.score == 23 && verdict.isAnomalous && verdict.change == .none)
        let bytes = {
            var writer = StateWriter()
            state.save(to: &writer, now: time)
            return writer.bytes
        }()
        guard case .state(let restored) = KeyState.restore(key: [], from: bytes, fit: try Fitted.binding(), now: time)
        else {
            Issue.record("it is not restored")
            return
        }
        #expect(restored.threshold == 20)
    }
}
