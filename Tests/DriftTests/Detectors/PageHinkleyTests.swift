import Drift
import Testing

@Suite struct PageHinkleyTests {
    private static func drifts(_ detector: PageHinkley, _ values: [Double]) -> [Int] {
        var detector = detector
        return values.indices.filter { detector.update(values[$0]) == .drift }
    }

    private static let values = DetectorStream(type: "real", kind: "abrupt", n: 3000, seed: 3, cp: 2000, mag: 1).values

    @Test(
        "[drift-15] with a reference decides alike in every unit",
        arguments: [(0.0, 1.0), (20, 0.125), (-4096, 1024)]
    )
    func standardises(mean: Double, deviation: Double) throws {
        let plain = Self.drifts(PageHinkley(), Self.values)
        #expect(plain.count == 1 && (2000...2200).contains(plain[0]))
        let reference = try SignalReference(mean: mean, deviation: deviation)
        let scaled = Self.values.map { $0 * deviation + mean }
        #expect(Self.drifts(PageHinkley(try PageHinkley.Parameters(reference: reference)), scaled) == plain)
    }

    @Test("[drift-15] with a reference a single huge value is no drift")
    func clips() throws {
        var detector = PageHinkley(try PageHinkley.Parameters(reference: try SignalReference(mean: 0, deviation: 1)))
        for (index, value) in Self.values.prefix(1900).enumerated() { detector.update(index == 1000 ? 1e80 : value) }
        #expect(detector.change == nil)
    }

    @Test("[drift-15] without one, a greater spread is alarm after alarm, as in river")
    func raw() {
        let noise = DetectorStream(type: "real", kind: "none", n: 5000, seed: 4, sigma: 100).values
        #expect(Self.drifts(PageHinkley(.river), noise).count > 20)
    }

    @Test("[drift-16] finds falls with the same values as rises", arguments: [PageHinkley.Parameters.standard, .river])
    func isSymmetric(parameters: PageHinkley.Parameters) {
        let rises = Self.drifts(PageHinkley(parameters), Self.values)
        #expect(!rises.isEmpty && Self.drifts(PageHinkley(parameters), Self.values.map { -$0 }) == rises)
    }

    @Test("[drift-16] says where the sum left its extremum, and which way")
    func estimates() throws {
        var detector = PageHinkley()
        for value in Self.values { detector.update(value) }
        let change = try #require(detector.change)
        #expect((1950...2010).contains(change.earliest) && change.direction == .up)
        #expect(change.threshold == 50 && change.statistic > 50)
    }

    @Test("[drift-16] nothing is forgotten, so that a long quiet stream stays quiet")
    func isQuiet() {
        let values = DetectorStream(type: "real", kind: "none", n: 60_000, seed: 6).values
        #expect(Self.drifts(PageHinkley(), values).isEmpty)
        #expect(!Self.drifts(PageHinkley(.river), values).isEmpty)
    }
}
