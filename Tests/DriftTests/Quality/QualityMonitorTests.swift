import Drift
import Support
import Testing

/// A monitor and a clock of one row a second.
private struct Sensor {
    var monitor: QualityMonitor
    var time: Int64 = 1_700_000_000_000_000
    var draws = Draws(71)

    init(
        longestRun: Int? = nil,
        interval: Double? = nil,
        referenceMissing: Int = 0,
        window: Int = 100
    ) throws {
        let thresholds = try QualityThresholds(
            referenceRows: 1000,
            referenceMissing: referenceMissing,
            range: -10...10,
            longestRun: longestRun,
            intervalSeconds: interval
        )
        monitor = try QualityMonitor(thresholds, windowRows: window)
    }

    mutating func send(_ rows: Int, seconds: Double = 1, _ value: (Int) -> Double?) -> [QualityViolation] {
        (0..<rows).flatMap { row in
            time += Int64(seconds * 1e6)
            return monitor.add(value(row), at: time)
        }
    }

    mutating func good(_ rows: Int, seconds: Double = 1) -> [QualityViolation] {
        let values = draws.normals(rows)
        return send(rows, seconds: seconds) { values[$0] }
    }
}

@Suite struct QualityMonitorTests {
    @Test(
        "[drift-70] a window with too many bad readings is told once, and ends after three good ones",
        arguments: [
            (Double?.none, QualityKind.missing), (.nan, .nonFinite), (-.infinity, .nonFinite), (10.5, .outOfRange),
            (-1e308, .outOfRange),
        ]
    )
    func shares(bad: Double?, kind: QualityKind) throws {
        var sensor = try Sensor()
        #expect(sensor.good(300).isEmpty)
        let began = sensor.send(100) { $0 < 10 ? bad : Double($0) / 100 }
        #expect(began.map(\.kind) == [kind])
        #expect(began.first?.isOpen == true)
        #expect(began.first?.statistic == 0.1)
        #expect(sensor.monitor.open == [kind])
        #expect(sensor.send(100) { $0 < 10 ? bad : Double($0) / 100 }.isEmpty)
        #expect(sensor.good(299).isEmpty)
        let ended = sensor.good(1)
        #expect(ended.map(\.kind) == [kind])
        #expect(ended.first?.isOpen == false)
        #expect(sensor.monitor.isClean)
        let totals = sensor.monitor.totals
        #expect(totals.rows == 800)
        #expect(totals.missing + totals.nonFinite + totals.outOfRange == 20)
    }

    @Test("[drift-71] readings that are missing as often as in training are no violation, nor is chance")
    func missing() throws {
        var sensor = try Sensor(referenceMissing: 300)
        #expect(sensor.send(1000) { $0 % 10 < 3 ? nil : Double($0 % 7) }.isEmpty)
        #expect(sensor.send(100) { $0 % 10 < 4 ? nil : Double($0 % 7) }.isEmpty)
        #expect(sensor.send(100) { $0 % 10 < 6 ? nil : Double($0 % 7) }.map(\.kind) == [.missing])
        #expect(sensor.send(300) { $0 % 10 < 3 ? nil : Double($0 % 7) }.map(\.isOpen) == [false])
    }

    @Test("[drift-60] a window of nothing but missing readings is judged")
    func allMissing() throws {
        var sensor = try Sensor()
        let began = sensor.send(100) { _ in nil }
        #expect(began.map(\.kind) == [.missing])
        #expect(began.first?.statistic == 1)
    }

    @Test("[drift-72] a reading that does not change is stuck at once, and not when it moves again")
    func stuck() throws {
        var sensor = try Sensor(longestRun: 20)
        #expect(sensor.send(20) { _ in 3 }.isEmpty)
        let began = sensor.send(1) { _ in 3 }
        #expect(began.map(\.kind) == [.stuck])
        #expect(began.first?.statistic == 21)
        #expect(began.first?.threshold == 20)
        #expect(sensor.send(50) { $0.isMultiple(of: 2) ? nil : 3 }.filter { $0.kind == .stuck }.isEmpty)
        let ended = sensor.send(1) { _ in 3.1 }
        #expect(ended.map(\.kind).contains(.stuck))
        #expect(!sensor.monitor.open.contains(.stuck))
    }

    @Test("[drift-73] rows that come too fast, too slowly or not at all are told", arguments: [0.3, 5])
    func rate(seconds: Double) throws {
        var sensor = try Sensor(interval: 1)
        #expect(sensor.good(300).isEmpty)
        #expect(sensor.good(100, seconds: 1.8).isEmpty)
        #expect(sensor.good(100, seconds: 0.6).isEmpty)
        let began = sensor.good(100, seconds: seconds)
        #expect(began.map(\.kind) == [.rate])
        #expect(sensor.good(300).map(\.isOpen) == [false])
    }

    @Test("[drift-73] the first window knows one interval less than it has rows")
    func firstWindow() throws {
        var sensor = try Sensor(interval: 1, window: 2)
        #expect(sensor.send(2, seconds: 0.9) { Double($0) }.isEmpty)
        #expect(sensor.send(2, seconds: 0.9) { Double($0) }.isEmpty)
        #expect(sensor.send(2, seconds: 0.4) { Double($0) }.map(\.kind) == [.rate])
    }

    @Test("[drift-73] silence is told when somebody looks, and a clock that jumps back is no rate")
    func silence() throws {
        var sensor = try Sensor(interval: 1)
        #expect(sensor.monitor.look(at: sensor.time).isEmpty, "nothing has come yet")
        _ = sensor.good(150)
        #expect(sensor.monitor.look(at: sensor.time + 9_000_000).isEmpty)
        #expect(sensor.monitor.look(at: sensor.time - 9_000_000_000).isEmpty)
        let began = sensor.monitor.look(at: sensor.time + 11_000_000)
        #expect(began.map(\.kind) == [.rate])
        #expect(sensor.monitor.look(at: sensor.time + 12_000_000).isEmpty, "told once")
        var jumping = try Sensor(interval: 1)
        _ = jumping.good(150)
        jumping.time -= 86_400_000_000
        #expect(jumping.good(350).isEmpty)
        for time in [Int64.min, .max, 0] { _ = jumping.monitor.add(1, at: time) }
    }

    @Test("[drift-74] thresholds follow from the profile")
    func profile() throws {
        let profile = try ReferenceProfileTests.profile()
        let thresholds = try QualityThresholds(profile.features[3], intervalSeconds: profile.intervalSeconds)
        #expect(thresholds.referenceRows == 1200)
        #expect(thresholds.referenceMissing == 1)
        #expect(thresholds.longestRun == 20)
        #expect(thresholds.intervalSeconds == 0.5)
        let numeric = try #require(profile.features[3].numeric)
        let range = try #require(thresholds.range)
        #expect(isNear(range.lowerBound, numeric.min - 0.1 * (numeric.max - numeric.min)))
        #expect(isNear(range.upperBound, numeric.max + 0.1 * (numeric.max - numeric.min)))
        let category = try QualityThresholds(profile.features[1])
        #expect(category.range == nil)
        #expect(category.longestRun == nil)
        let wide = try ReferenceProfileTests.profile([ReferenceColumn("a", .numeric([1.7e308, -1.7e308, 0]))])
        let all = try #require(QualityThresholds(wide.features[0]).range)
        #expect(all.contains(.greatestFiniteMagnitude))
        let constant = try ReferenceProfileTests.profile([ReferenceColumn("a", .numeric([5, 5, 5]))])
        #expect(try QualityThresholds(constant.features[0]).longestRun == nil, "it cannot be told to be stuck")
    }

    @Test("[drift-75] thresholds that cannot be are refused")
    func refused() throws {
        #expect(throws: DriftWindowError.self) { try QualityThresholds(referenceRows: 0) }
        #expect(throws: DriftWindowError.self) { try QualityThresholds(referenceRows: 1, referenceMissing: 2) }
        #expect(throws: DriftWindowError.self) { try QualityThresholds(referenceRows: 1, nonFiniteShare: .nan) }
        #expect(throws: DriftWindowError.self) { try QualityThresholds(referenceRows: 1, longestRun: 1) }
        #expect(throws: DriftWindowError.self) { try QualityThresholds(referenceRows: 1, intervalSeconds: 0) }
        #expect(throws: DriftWindowError.self) { try QualityThresholds(referenceRows: 1, rateFactor: 1) }
        #expect(throws: DriftWindowError.self) {
            try QualityMonitor(try QualityThresholds(referenceRows: 1), windowRows: 1)
        }
    }
}
