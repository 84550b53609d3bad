import Drift
import Foundation
import Monitoring
import Support
import Telemetry
import Tensors
import Testing

@testable import Edge

@Suite("A watch for drift")
struct DriftWatchTests {
    @Test("[drift-150] is silent while rows are as in training")
    func silent() throws {
        let rig = try WatchRig()
        rig.feed(6000)
        #expect(rig.found(.drift).isEmpty)
        #expect(rig.violations(true).isEmpty)
        #expect(rig.watch.board.features == ["$.v.x", "$.v.y", "score", "inputs"])
    }

    @Test("[drift-151] tells once of a field that has moved, what is known of it, and when it began")
    func moved() throws {
        let rig = try WatchRig()
        rig.feed(2000)
        rig.feed(3000, shift: 1.5)
        let drifts = rig.findings(.drift).filter { $0.change.feature == "$.v.x" }
        #expect(Set(drifts.map(\.change.detector)).isSuperset(of: ["adwin", "ks", "psi"]))
        #expect(drifts.count == Set(drifts.map(\.change.detector)).count)
        #expect(!rig.found(.drift).contains { $0.hasPrefix("$.v.y") || $0.hasPrefix("score") })
        let adwin = try #require(drifts.first { $0.change.detector == "adwin" })
        #expect(adwin.direction == .up)
        #expect((1900...2200).contains(adwin.estimate.lowerBound))
        let ks = try #require(drifts.first { $0.change.detector == "ks" })
        #expect(ks.direction == .up && ks.probability ?? 1 < 0.001 && ks.window?.count == 200)
        #expect((1800...2200).contains(ks.estimate.lowerBound))
        #expect(abs((ks.current?.mean ?? 0) - 1.5) < 0.3)
        #expect(ks.severity >= .major)
    }

    @Test("[drift-152] an alarm lasts as long as the data is not as in training, and ends when it is again")
    func lasts() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        rig.feed(4000, shift: 2)
        #expect(rig.found(.cleared).isEmpty)
        #expect(rig.watch.board.phase(feature: 0) == .drift)
        rig.feed(4000)
        #expect(Set(rig.found(.cleared)).isSuperset(of: ["$.v.x adwin", "$.v.x ks", "$.v.x psi"]))
        #expect(rig.watch.board.phase(feature: 0) == .normal)
    }

    @Test("[drift-153] a change that training is full of is no drift to ADWIN")
    func cycles() throws {
        var draws = Draws(3)
        // Half a minute up, half a minute down, for hours.
        func wave(_ row: Int) -> Double { row / 900 % 2 == 0 ? 1 : -1 }
        let training = (0..<9000).map { wave($0) + 0.2 * draws.normal() }
        let quiet = draws.normals(9000, mean: 5, sd: 2)
        let profile = try WatchRig.profile([
            ReferenceColumn("x", .numeric(training)), ReferenceColumn("y", .numeric(quiet)),
        ])
        let rig = try WatchRig(profile, binding: ["drift": ["detectors": ["adwin"]] as [String: any Sendable]])
        for row in 0..<9000 { rig.feed([wave(row) + 0.2 * draws.normal(), 5 + 2 * draws.normal()]) }
        #expect(rig.found(.drift).isEmpty)
        for row in 0..<4000 { rig.feed([wave(row) + 6 + 0.2 * draws.normal(), 5 + 2 * draws.normal()]) }
        #expect(rig.found(.drift) == ["$.v.x adwin"])
    }

    @Test("[drift-154] values that depend on those before them are thinned, key by key")
    func thinned() throws {
        #expect(StreamWatch.thinning(lag1: 0) == 1)
        #expect(StreamWatch.thinning(lag1: -0.9) == 1)
        #expect(StreamWatch.thinning(lag1: 0.9) == 29)
        #expect(StreamWatch.thinning(lag1: 1) == 200)
        var draws = Draws(4)
        var levels = [0.0, 0.0, 0.0]
        func next(_ key: Int) -> Double {
            levels[key] = 0.9 * levels[key] + (1 - 0.81).squareRoot() * draws.normal()
            return levels[key]
        }
        let training = (0..<8000).map { _ in next(0) }
        let profile = try WatchRig.profile([
            ReferenceColumn("x", .numeric(training)), ReferenceColumn("y", .numeric(draws.normals(8000))),
        ])
        let rig = try WatchRig(profile, binding: ["drift": ["detectors": ["adwin"]] as [String: any Sendable]])
        for row in 0..<18_000 {
            let key = row % 3
            rig.feed([next(key), draws.normal()], slot: key)
        }
        #expect(rig.found(.drift).isEmpty)
    }

    @Test("[drift-155] nothing is judged until enough rows have come")
    func warmUp() throws {
        let rig = try WatchRig()
        rig.feed(390, shift: 3)
        #expect(rig.found(.drift).isEmpty && rig.found(.warning).isEmpty && rig.watch.isWarmingUp)
        rig.feed(800, shift: 3)
        #expect(rig.found(.drift).contains("$.v.x ks") && !rig.watch.isWarmingUp)
    }

    @Test("[drift-156] constants and huge values neither crash nor blind it")
    func hostile() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        for _ in 0..<600 { rig.feed([0, 5]) }
        for _ in 0..<200 { rig.feed([1e300, -1e300]) }
        #expect(rig.found(.drift).contains { $0.hasPrefix("$.v.x") })
        rig.feed(3000)
        rig.forget()
        #expect(rig.watch.board.phase(feature: 0) != .drift)
        for document in rig.findings(.drift) {
            _ = DriftEvents(node: Fitted.name("n1")).document(document, rig.subject, now: WatchRig.time(0))
        }
        rig.feed(4000, shift: 3)
        #expect(rig.watch.features[0].streams[0].detector.record.change != nil)
    }

    @Test("[drift-157] the score of the model is watched as the fields are")
    func score() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        rig.feed(2000, score: 1)
        #expect(rig.found(.drift).contains("score adwin"))
        #expect(rig.findings(.drift).allSatisfy { $0.scope == .reconstruction })
    }

    @Test("[metrics-13] what each window said is kept, of the components too, begins anew with a watch, and is bounded")
    func history() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        rig.feed(1000, shift: 1.5)
        let features = rig.watch.history.features
        #expect(features.map(\.feature) == rig.watch.board.features)
        for lane in features { #expect(lane.times.count == 10 && lane.times == lane.times.sorted(), "\(lane.feature)") }
        let psi = try #require(features[0].lines.first { $0.name == "psi" })
        let limit = Float(try #require(psi.drift))
        #expect(psi.values.prefix(5).allSatisfy { $0 < limit } && psi.values.suffix(5).allSatisfy { $0 > limit })
        let ks = try #require(features[0].lines.first { $0.name == "ks" })
        #expect((ks.probabilities.last ?? 1) < 0.001)
        #expect(features[3].lines.map(\.name) == ["pca"] && features[3].lines[0].warning != nil)
        #expect(try WatchRig().watch.history.features.isEmpty)
    }

    @Test("[drift-158] many fields that drift together are told to be one cause")
    func systemic() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        for _ in 0..<2000 { rig.feed([4, 20]) }
        #expect(rig.findings(.drift).contains { $0.change.isSystemic })
        #expect(DriftReport(rig.subject, time: "").systemic)
    }

    @Test("[drift-159] what is known outlives the program, for the same version and profile alone")
    func snapshot() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        rig.feed(1500, shift: 2)
        let bytes = try JSONEncoder().encode(DriftSnapshot(rig.watch))
        let saved = try JSONDecoder().decode(DriftSnapshot.self, from: bytes)
        let next = try WatchRig(seed: 9)
        try next.watch.restore(saved)
        #expect(next.watch.rows == 2500 && next.watch.isWarmingUp)
        #expect(next.watch.board.phase(feature: 0) == .drift)
        #expect(next.watch.features[0].counts.samples == 2500)
        #expect(next.watch.features[0].streams[0].detector.record.samples > 0)
        #expect(next.watch.clock.time(of: 1700) == rig.watch.clock.time(of: 1700))
        next.feed(3000, shift: 2)
        #expect(!next.found(.drift).contains { $0.hasPrefix("$.v.x") })
        #expect(throws: EdgeError.self) { try WatchRig(version: "8").watch.restore(saved) }
        #expect(throws: EdgeError.self) { try WatchRig(WatchRig.profile(id: "p2")).watch.restore(saved) }
        var damaged = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        damaged["rows"] = -1
        let wrong = try JSONSerialization.data(withJSONObject: damaged)
        let decoded = try JSONDecoder().decode(DriftSnapshot.self, from: wrong)
        #expect(throws: EdgeError.self) { try WatchRig().watch.restore(decoded) }
    }

    @Test("[drift-160] a sensor that is stuck, silent or missing is told of for its key, and when it ends")
    func quality() throws {
        let rig = try WatchRig()
        rig.feed(500)
        for _ in 0..<60 { rig.feed([0.25, 5 + Double(rig.row % 7)]) }
        #expect(rig.violations(true) == ["$.v.x stuck"])
        #expect(rig.watch.quality.open == 1)
        rig.feed(10)
        #expect(rig.violations(false) == ["$.v.x stuck"] && rig.watch.quality.open == 0)
        rig.forget()
        rig.wait(rows: 60)
        #expect(rig.violations(true) == ["$.v.x rate", "$.v.y rate"])
        rig.forget()
        for row in 0..<400 { rig.feed([row % 2 == 0 ? .nan : 0.1 * Double(row % 9), 5]) }
        #expect(rig.violations(true).contains("$.v.x missing"))
        #expect(rig.watch.features[0].counts.missing == 200)
    }

    @Test("[drift-160] keys beyond the most that are watched are left alone, and a slot's new key begins anew")
    func qualityOfManyKeys() throws {
        let thresholds = try QualityThresholds(referenceRows: 1000, longestRun: 20)
        var watch = QualityWatch([(0, thresholds), (1, thresholds)])
        for slot in 0..<3000 {
            _ = watch.take([1, 1], [], (slot, 0), at: WatchRig.time(0), arrival: WatchRig.time(0))
        }
        #expect(watch.keys == QualityWatch.mostMonitors / 2)
        var opened = 0
        for row in 0..<30 {
            opened += watch.take([1, 1], [1], (5, 0), at: WatchRig.time(row), arrival: WatchRig.time(row)).count
        }
        #expect(opened == 2 && watch.open == 2)
        _ = watch.take([1, 1], [2], (5, 1), at: WatchRig.time(31), arrival: WatchRig.time(31))
        #expect(watch.open == 0)
    }

    @Test("[drift-161] errors are watched by detectors of 0 and 1; fewer of them are no drift")
    func errors() throws {
        let labels: [String: any Sendable] = ["topic": "labels", "error": "$.error"]
        let rig = try WatchRig(
            binding: [
                "drift": ["on": ["error"], "detectors": ["adwin", "hddm_a", "ddm"], "labels": labels]
                    as [String: any Sendable]
            ]
        )
        var draws = Draws(6)
        func label(_ count: Int, _ share: Double) {
            for index in 0..<count {
                rig.watch.take(error: draws.unit() < share ? 3 : 0, arrival: WatchRig.time(index))
                rig.collect()
            }
        }
        label(3000, 0.2)
        label(3000, 0.02)
        #expect(rig.found(.drift).isEmpty)
        label(3000, 0.4)
        #expect(Set(rig.found(.drift)).isSuperset(of: ["error adwin", "error hddm_a"]))
        #expect(rig.findings(.drift).allSatisfy { $0.scope == .error })
    }

    @Test("[drift-162] outputs are watched, numbers and categories, as the profile calls them")
    func outputs() throws {
        var draws = Draws(7)
        let rows = 3000
        let profile = try WatchRig.profile([
            ReferenceColumn("x", .numeric(draws.normals(rows))), ReferenceColumn("y", .numeric(draws.normals(rows))),
            ReferenceColumn("p[1]", .numeric(draws.normals(rows)), scope: .output),
            ReferenceColumn("class", .categorical((0..<rows).map { ["a", "b"][$0 % 2] }), scope: .output),
        ])
        let signatures = [
            TensorSignature(name: "p", datatype: .fp32, dimensions: [nil, 2]),
            TensorSignature(name: "class", datatype: .bytes, dimensions: [nil]),
        ]
        let rig = try WatchRig(profile, outputs: signatures, hasScore: false)
        #expect(rig.watch.wantsOutputs)
        func feed(_ count: Int, _ shift: Float, _ names: [String]) throws {
            for index in 0..<count {
                let numbers = floats("p", [1, 2], [0, Float(draws.normal()) + shift])
                let shape = try #require(Shape([1]))
                let texts = [Array(names[index % names.count].utf8)]
                let text = try #require(Tensor(name: "class", shape: shape, texts: texts))
                rig.watch.take([numbers, text], slot: 0, arrival: WatchRig.time(index))
                rig.collect()
            }
        }
        try feed(2000, 0, ["a", "b"])
        #expect(rig.found(.drift).isEmpty)
        try feed(2000, 2, ["a", "c"])
        #expect(Set(rig.found(.drift)).isSuperset(of: ["p[1] adwin", "class psi"]))
        #expect(rig.findings(.drift).first { $0.change.feature == "class" }?.unseen == ["c"])
        #expect(throws: EdgeError.self) { try WatchRig(profile, outputs: [signatures[1]], hasScore: false) }
    }

    @Test("[drift-163] a profile that does not go together with the binding is refused with a remedy")
    func misfits() throws {
        let columns = WatchRig.columns()
        let three = try WatchRig.profile(columns + [ReferenceColumn("z", .numeric(Draws.some))])
        #expect { try WatchRig(three) } throws: { "\($0)".contains("3 inputs") && "\($0)".contains("marram profile") }
        let turned = try WatchRig.profile([columns[1], columns[0]])
        #expect { try WatchRig(turned) } throws: { "\($0)".contains("put them in that order") }
    }
}

extension Draws {
    static var some: [Double] {
        var draws = Draws(11)
        return draws.normals(4000)
    }
}
