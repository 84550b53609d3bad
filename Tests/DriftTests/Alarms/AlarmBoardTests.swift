import Drift
import Foundation
import Testing

/// A board of one or more detectors and features, and a clock.
private struct Watch {
    var board: AlarmBoard
    var time: Int64 = 1_700_000_000_000_000

    init(
        _ detectors: [AlarmDetector] = [AlarmDetector("ks")],
        _ features: [String] = ["a"],
        warmUp: Int = 0,
        of: Int = 3
    ) throws {
        board = try AlarmBoard(
            detectors: detectors,
            features: features,
            modelVersion: "7",
            profileID: "p1",
            rule: try AlarmRule(of: of, warmUpSamples: warmUp)
        )
    }

    /// Sends a statistic whose limits are 1 and 2, `seconds` after the one before.
    mutating func send(
        _ value: Double,
        detector: Int = 0,
        feature: Int = 0,
        seconds: Double = 60,
        samples: Int = 100
    ) -> AlarmChange? {
        send(.measured(value, WindowLimits(warning: 1, drift: 2)), detector, feature, seconds, samples)
    }

    mutating func send(
        _ signal: AlarmSignal,
        _ detector: Int = 0,
        _ feature: Int = 0,
        _ seconds: Double = 60,
        _ samples: Int = 100
    ) -> AlarmChange? {
        time += Int64(seconds * 1e6)
        return board.receive(signal, detector: detector, feature: feature, samples: samples, at: time)
    }

    mutating func kinds(_ values: [Double]) -> [AlarmChange.Kind?] { values.map { send($0)?.kind } }
}

@Suite struct AlarmBoardTests {
    @Test("[drift-94] [drift-95] two of three windows above the strong limit are a drift; one is a warning at most")
    func confirmed() throws {
        var watch = try Watch()
        #expect(watch.kinds([0, 3, 0, 0, 3, 0, 0]) == [nil, nil, nil, nil, nil, nil, nil])
        #expect(watch.kinds([3, 0, 3]) == [nil, nil, .drift])
        #expect(watch.board.phase(detector: 0, feature: 0) == .drift)
        var other = try Watch()
        #expect(other.kinds([1.5, 0.9, 1.5]) == [nil, nil, .warning])
        #expect(other.board.phase(feature: 0) == .warning)
        #expect(other.kinds([3, 3]) == [nil, .drift])
    }

    @Test("[drift-96] a warning ends after three windows at 0.7 of its limit, a drift at 0.7 of its own")
    func hysteresis() throws {
        var watch = try Watch()
        #expect(watch.kinds([1.5, 1.5]) == [nil, .warning])
        #expect(watch.kinds([0.7, 0.7, 0.71, 0.7, 0.7, 0.6]) == [nil, nil, nil, nil, nil, .cleared])
        #expect(watch.board.phase(feature: 0) == .normal)
        #expect(watch.kinds([3, 3]) == [nil, .drift])
        #expect(watch.kinds([1.4, 1.4, 1.5, 1.4, 1.3]) == [nil, nil, nil, nil, nil])
        let clearedFound = watch.send(1.2)
        let cleared = try #require(clearedFound)
        #expect(cleared.kind == .cleared)
        #expect(cleared.from == .drift)
        #expect(cleared.to == .cooldown)
    }

    @Test("[drift-97] in an hour after a drift there is no second one; those that would be are counted")
    func cooldown() throws {
        var watch = try Watch()
        #expect(watch.kinds([3, 3, 0, 0, 0]) == [nil, .drift, nil, nil, .cleared])
        #expect(watch.kinds([3, 3, 3, 3]) == [nil, nil, nil, nil])
        #expect(watch.board.suppressed(detector: 0, feature: 0) == 2)
        #expect(watch.board.phase(feature: 0) == .cooldown)
        // The drift was told seven windows of a minute ago.
        #expect(watch.send(0, seconds: 3600 - 8 * 60) == nil)
        #expect(watch.board.phase(feature: 0) == .cooldown)
        #expect(watch.kinds([3]) == [nil])
        #expect(watch.board.phase(feature: 0) == .normal)
        let secondFound = watch.send(3)
        let second = try #require(secondFound)
        #expect(second.kind == .drift)
        #expect(second.suppressed == 2)
        #expect(watch.board.suppressed(detector: 0, feature: 0) == 0)
    }

    @Test("[drift-97] a drift that lasts is told once, however long")
    func lasting() throws {
        var watch = try Watch()
        let told = (0..<500).compactMap { _ in watch.send(3) }
        #expect(told.map(\.kind) == [.drift])
        #expect(watch.board.suppressed(detector: 0, feature: 0) == 249)
        #expect(watch.kinds([0, 0, 0]) == [nil, nil, .cleared])
        #expect(watch.board.phase(feature: 0) == .normal)
    }

    @Test("[drift-98] a clock that jumps back makes no second drift and no endless cooldown")
    func jumps() throws {
        var watch = try Watch()
        #expect(watch.kinds([3, 3, 0, 0, 0]) == [nil, .drift, nil, nil, .cleared])
        #expect(watch.send(0, seconds: -86_400) == nil)
        #expect(watch.kinds([3, 3]) == [nil, nil])
        #expect(watch.board.phase(feature: 0) == .cooldown)
        #expect(watch.send(0, seconds: 3600) == nil)
        #expect(watch.board.phase(feature: 0) == .normal)
        #expect(watch.kinds([3, 3]) == [nil, .drift])
        for time in [Int64.min, .max, 0, .min] {
            _ = watch.board.receive(.drift, detector: 0, feature: 0, samples: 1, at: time)
        }
    }

    @Test("[drift-95] two detectors of a feature are believed at once, those of two features are not")
    func quorum() throws {
        let detectors = [AlarmDetector("ks"), AlarmDetector("psi"), AlarmDetector("adwin")]
        var watch = try Watch(detectors, ["a", "b"])
        #expect(watch.send(3, detector: 0, feature: 0) == nil)
        #expect(watch.send(3, detector: 1, feature: 1) == nil)
        let driftFound = watch.send(3, detector: 1, feature: 0)
        let drift = try #require(driftFound)
        #expect(drift.kind == .drift)
        #expect(drift.detector == "psi")
        #expect(drift.feature == "a")
        #expect(watch.board.phase(detector: 0, feature: 0) == .normal)
        #expect(watch.board.phase(feature: 0) == .drift)
        #expect(watch.board.phase(feature: 1) == .normal)
        // A vote is as old as the windows that are looked at.
        for _ in 0..<3 { _ = watch.send(0, detector: 1, feature: 1) }
        #expect(watch.send(3, detector: 0, feature: 1) == nil)
    }

    @Test("[drift-95] a detector that is believed alone needs no second signal, another one does")
    func alone() throws {
        var watch = try Watch([AlarmDetector("adwin", isBelievedAlone: true), AlarmDetector("kswin")], ["a", "b"])
        #expect(watch.send(.drift, 1, 1)?.kind == .warning)
        let driftFound = watch.send(.drift, 0, 0)
        let drift = try #require(driftFound)
        #expect(drift.kind == .drift)
        #expect(drift.statistic == nil)
        #expect(drift.severity == .major)
        #expect(watch.send(.warning, 1, 0)?.kind == .warning)
        #expect(watch.send(.quiet, 0, 0) == nil)
        #expect(watch.send(.quiet, 0, 0) == nil)
        #expect(watch.send(.quiet, 0, 0)?.kind == .cleared)
    }

    @Test("[drift-99] while it warms up nothing is judged", arguments: [250, 300])
    func warmUp(samples: Int) throws {
        var watch = try Watch(warmUp: samples)
        #expect(watch.kinds([3, 3, 3]) == [nil, nil, nil])
        #expect(!watch.board.isWarmingUp)
        #expect(watch.kinds([3, 3]) == [nil, .drift])
        watch.board.restart(modelVersion: "8", profileID: "p2")
        #expect(watch.board.isWarmingUp)
        #expect(watch.board.phase(feature: 0) == .normal)
        #expect(watch.kinds([3, 3, 3, 3]) == [nil, nil, nil, nil])
        #expect(watch.send(3)?.kind == .drift)
    }

    @Test("[drift-100] more than 30 % of the features together are systemic, and never one alone")
    func systemic() throws {
        var watch = try Watch([AlarmDetector("adwin", isBelievedAlone: true)], (0..<10).map { "f\($0)" })
        let marks = (0..<5).map { watch.send(.drift, 0, $0)?.isSystemic }
        #expect(marks == [false, false, false, true, true])
        #expect(watch.board.isSystemic)
        var single = try Watch([AlarmDetector("adwin", isBelievedAlone: true)], ["a", "b"])
        #expect(single.send(.drift, 0, 0)?.isSystemic == false)
        #expect(single.send(.drift, 0, 1)?.isSystemic == true)
    }

    @Test(
        "[drift-101] severity is the statistic in limits",
        arguments: [
            (2.0, AlarmSeverity.warning), (2.9, .warning), (3, .major), (5.9, .major), (6, .critical), (1.9, .info),
            (.nan, .info),
        ]
    )
    func severity(value: Double, expected: AlarmSeverity) throws {
        #expect(AlarmSeverity(ratio: value / 2) == expected)
        guard value > 2 else { return }
        var watch = try Watch()
        _ = watch.send(value)
        let changeFound = watch.send(value)
        let change = try #require(changeFound)
        #expect(change.severity == expected)
        #expect(change.statistic == value)
        #expect(change.threshold == 2)
    }

    @Test("[drift-102] a statistic that is not a number changes nothing, an infinite one is a drift")
    func notANumber() throws {
        var watch = try Watch()
        #expect(watch.kinds([3, .nan, .nan, .nan, 3]) == [nil, nil, nil, nil, .drift])
        #expect(watch.kinds([0, 0, .nan, 0]) == [nil, nil, nil, .cleared])
        var infinite = try Watch()
        #expect(infinite.kinds([.infinity, .infinity]) == [nil, .drift])
        var zero = try Watch()
        #expect(zero.send(.measured(1, WindowLimits(warning: 0, drift: 0))) == nil)
        #expect(zero.send(.measured(1, WindowLimits(warning: .nan, drift: .nan))) == nil)
        #expect(zero.board.phase(feature: 0) == .normal)
        #expect(zero.board.receive(.drift, detector: 1, feature: 0, samples: 1, at: 0) == nil)
        #expect(zero.board.receive(.drift, detector: 0, feature: -1, samples: 1, at: 0) == nil)
    }

    @Test("[drift-93] rules and boards that cannot be are refused")
    func refused() {
        #expect(throws: AlarmError.self) { try AlarmRule(confirm: 4, of: 3) }
        #expect(throws: AlarmError.self) { try AlarmRule(of: 17) }
        #expect(throws: AlarmError.self) { try AlarmRule(quorum: 1) }
        #expect(throws: AlarmError.self) { try AlarmRule(leaveRatio: 0) }
        #expect(throws: AlarmError.self) { try AlarmRule(cooldownSeconds: .nan) }
        #expect(throws: AlarmError.self) { try AlarmRule(warmUpSamples: -1) }
        #expect(throws: AlarmError.self) { try AlarmRule(systemicShare: 2) }
        #expect(throws: AlarmError.self) { try Watch([], ["a"]) }
        #expect(throws: AlarmError.self) { try Watch([AlarmDetector("a")], ["a", "a"]) }
        #expect(throws: AlarmError.self) {
            try Watch((0..<200).map { AlarmDetector("\($0)") }, (0..<100).map { "\($0)" })
        }
    }

    @Test("[drift-103] what is saved goes on where it was, and warms up")
    func saved() throws {
        var watch = try Watch([AlarmDetector("ks"), AlarmDetector("psi")], ["a", "b"], warmUp: 100)
        _ = watch.send(0)
        #expect(watch.kinds([3, 3, 0, 0, 0, 3, 3]) == [nil, .drift, nil, nil, .cleared, nil, nil])
        let json = try JSONEncoder().encode(watch.board.state)
        let state = try JSONDecoder().decode(AlarmState.self, from: json)
        #expect(state == watch.board.state)
        var other = try Watch(
            [AlarmDetector("psi"), AlarmDetector("ks"), AlarmDetector("new")],
            ["b", "a"],
            warmUp: 100
        )
        try other.board.restore(state)
        #expect(other.board.phase(detector: 1, feature: 1) == .cooldown)
        #expect(other.board.suppressed(detector: 1, feature: 1) == 1)
        #expect(other.board.phase(feature: 0) == .normal)
        #expect(other.board.isWarmingUp)
        other.time = watch.time
        #expect(other.send(3, detector: 1, feature: 1, samples: 100) == nil)
        #expect(other.send(3, detector: 1, feature: 1) == nil)
        #expect(other.board.phase(feature: 1) == .cooldown)
        let drift = other.send(3, detector: 1, feature: 1, seconds: 3600)
        #expect(drift?.kind == .drift)
        #expect(drift?.suppressed == 1)
    }

    @Test("[drift-103] signals from before a restart do not confirm those after it")
    func votes() throws {
        var watch = try Watch()
        #expect(watch.send(3) == nil)
        var other = try Watch()
        try other.board.restore(watch.board.state)
        #expect(other.kinds([3, 3]) == [nil, .drift])
    }

    @Test("[drift-103] state of another model, profile or schema, or that cannot be, is refused")
    func foreign() throws {
        let watch = try Watch()
        let json = String(decoding: try JSONEncoder().encode(watch.board.state), as: UTF8.self)
        func restored(_ text: String, version: String = "7", profile: String = "p1") throws {
            var board = watch.board
            board.restart(modelVersion: version, profileID: profile)
            try board.restore(try JSONDecoder().decode(AlarmState.self, from: Data(text.utf8)))
        }
        try restored(json)
        #expect(throws: AlarmError.otherModel(found: "7", expected: "8")) { try restored(json, version: "8") }
        #expect(throws: AlarmError.otherProfile(found: "p1", expected: "p2")) { try restored(json, profile: "p2") }
        #expect(throws: AlarmError.otherSchema(found: 2, expected: 1)) {
            try restored(json.replacingOccurrences(of: "\"schema_version\":1", with: "\"schema_version\":2"))
        }
        for (member, value) in [
            ("suppressed", "-1"), ("calm", "-7"), ("suppressed", "9223372036854775807"), ("microseconds", "-3"),
            ("warmUpLeft", "-2"),
        ] {
            let bad = json.replacingOccurrences(of: "\"\(member)\":0", with: "\"\(member)\":\(value)")
            #expect(bad != json)
            #expect(throws: AlarmError.self) { try restored(bad) }
        }
        let votes = json.replacingOccurrences(of: "\"votes\":[]", with: "\"votes\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]")
        #expect(votes != json)
        #expect(throws: AlarmError.self) { try restored(votes) }
    }
}
