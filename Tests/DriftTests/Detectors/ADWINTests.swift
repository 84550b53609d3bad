import Drift
import Testing

@Suite struct ADWINTests {
    private static func shift(at place: Int, by size: Double, count: Int) -> [Double] {
        DetectorStream(type: "real", kind: "abrupt", n: count, seed: 31, cp: place, mag: size).values
    }

    @Test("[drift-11] says where the window begins after a cut", arguments: [ADWIN.AfterDrift.reset, .shrink])
    func estimates(afterDrift: ADWIN.AfterDrift) throws {
        var detector = ADWIN(try ADWIN.Parameters(afterDrift: afterDrift))
        for value in Self.shift(at: 2000, by: 1.5, count: 2200) where detector.update(value) == .drift {
            let change = try #require(detector.change)
            #expect((1800...2050).contains(change.earliest), "\(change)")
            #expect(detector.changeEstimate == change.earliest)
            #expect(change.earliest == change.index + 1 - detector.width)
            #expect(change.direction == .up && change.statistic > change.threshold)
            return
        }
        Issue.record("no drift")
    }

    @Test("[drift-11] says that a signal has fallen")
    func falls() {
        var detector = ADWIN()
        for value in Self.shift(at: 2000, by: -1.5, count: 2200) { detector.update(value) }
        #expect(detector.change?.direction == .down)
    }

    @Test(
        "[drift-12] goes on with what the cut has left, or with nothing",
        arguments: [ADWIN.AfterDrift.reset, .shrink]
    )
    func afterDrift(afterDrift: ADWIN.AfterDrift) throws {
        var detector = ADWIN(try ADWIN.Parameters(afterDrift: afterDrift))
        let values = Self.shift(at: 2000, by: 1.5, count: 3000)
        let first = try #require(values.indices.first { detector.update(values[$0]) == .drift })
        let kept = detector.width
        #expect(kept > 5)
        detector.update(values[first + 1])
        #expect(detector.width == (afterDrift == .shrink ? kept + 1 : 1))
    }

    @Test("[drift-12] the mean is that of the window's values")
    func means() {
        var detector = ADWIN()
        let values = Self.shift(at: 900, by: 2, count: 1300)
        for value in values { detector.update(value) }
        let window = values.suffix(detector.width)
        let mean = window.reduce(0, +) / Double(window.count)
        let deviation = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect((300...450).contains(detector.width) && detector.change != nil)
        #expect(abs(detector.mean - mean) < 1e-9 && abs(detector.squaredDeviations - deviation) < 1e-6)
        #expect(abs(detector.variance - deviation / Double(window.count)) < 1e-9)
    }

    @Test("[drift-13] with a reference sees on after a huge value, in every unit", arguments: [1e-9, 1, 1e6])
    func recovers(unit: Double) throws {
        let reference = try SignalReference(mean: 3 * unit, deviation: unit)
        var detector = ADWIN(try ADWIN.Parameters(reference: reference))
        for (index, value) in Self.shift(at: 3000, by: 0.5, count: 3500).enumerated() {
            if index == 40 || index == 1500 { detector.update(1e90) }
            detector.update((3 + value) * unit)
        }
        #expect((2700...3200).contains(detector.changeEstimate ?? 0))
        #expect(abs(detector.mean / unit - 3.5) < 0.2)
    }

    @Test("[drift-13] what a dropped value has swallowed by rounding does not stay away")
    func sumsAnew() throws {
        var detector = ADWIN()
        let values = Self.shift(at: 12_000, by: 1.5, count: 12_400)
        for (index, value) in values.enumerated() {
            // So many that the window begins anew after them.
            detector.update((500..<3000).contains(index) ? 1e40 + value : value)
            if index == 11_999 { #expect(detector.width > 8000 && abs(detector.variance - 1) < 0.1) }
        }
        #expect((detector.change?.index ?? 0) > 12_000 && abs(detector.mean - 1.5) < 0.3)
    }

    @Test("[drift-13] passes over what lies beyond the limit")
    func limits() {
        var detector = ADWIN()
        #expect(detector.update(1.1e100) == .skipped)
        #expect(detector.update(-1e100) == .normal)
        #expect(detector.record.skipped == 1 && detector.width == 1)
    }

    @Test("[drift-14] a change of the variance alone is seen in the squares")
    func squares() {
        let values = DetectorStream(type: "real", kind: "variance", n: 4000, seed: 5, cp: 2000, mag: 2).values
        var squares = ADWIN()
        for value in values { squares.update(value * value) }
        #expect((1900...2100).contains(squares.changeEstimate ?? 0))
    }

    @Test("[drift-14] has no false alarm in 100,000 values")
    func isQuiet() {
        var detector = ADWIN()
        for value in DetectorStream(type: "real", kind: "none", n: 100_000, seed: 8).values { detector.update(value) }
        #expect(detector.change == nil && detector.width == 100_000)
    }
}
