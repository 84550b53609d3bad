import Drift
import Testing

/// Detectors of 0 and 1.
@Suite struct ErrorDetectorTests {
    private static func drifts(_ detector: some DriftDetector, _ values: [Double]) -> [Int] {
        var detector = detector
        return values.indices.filter { detector.update(values[$0]) == .drift }
    }

    private static func bits(_ before: Double, _ after: Double, seed: UInt64 = 17) -> [Double] {
        DetectorStream(type: "binary", kind: "abrupt", n: 4000, seed: seed, cp: 2000, p0: before, p1: after).values
    }

    @Test("[drift-20] one error after many right answers is a drift to river's DDM, and none with the floor")
    func floors() throws {
        var values = [Double](repeating: 0, count: 300)
        values[150] = 1
        #expect(Self.drifts(DDM(.river), values) == [150])
        #expect(Self.drifts(DDM(), values).isEmpty)
        #expect(!Self.drifts(DDM(), values + [Double](repeating: 1, count: 5)).isEmpty)
    }

    @Test("[drift-20] with the floor a rise of the errors is found as before")
    func finds() {
        let values = Self.bits(0.1, 0.4)
        let river = Self.drifts(DDM(.river), values).first { $0 >= 2000 }
        #expect(river != nil && Self.drifts(DDM(), values).first { $0 >= 2000 } == river)
    }

    @Test("[drift-20] the warning comes first, and is where the change began")
    func warns() throws {
        var detector = DDM()
        var warned: Int?
        for (index, value) in Self.bits(0.1, 0.4).enumerated() {
            let verdict = detector.update(value)
            if verdict == .warning, index >= 2000, warned == nil { warned = index }
            if verdict == .drift, index >= 2000 { break }
        }
        let change = try #require(detector.change)
        #expect(change.earliest >= 2000 && change.earliest < change.index && change.earliest >= warned ?? .max)
    }

    @Test("[drift-21] FHDDM sees rising errors, where river's sees falling ones")
    func inverts() {
        let (rising, falling) = (Self.bits(0.05, 0.9), Self.bits(0.9, 0.05))
        #expect(Self.drifts(FHDDM(), rising).contains { (2000...2200).contains($0) })
        #expect(Self.drifts(FHDDM(.river), rising).isEmpty)
        #expect(
            Self.drifts(FHDDM(.river), falling).contains { (2000...2200).contains($0) },
            "\(Self.drifts(FHDDM(.river), falling))"
        )
        #expect(Self.drifts(FHDDM(), falling).isEmpty)
    }

    @Test("[drift-22] two-sided detectors find falls, too, and say so")
    func falls() throws {
        let values = Self.bits(0.6, 0.1)
        #expect(Self.drifts(HDDMA(), values).isEmpty && Self.drifts(HDDMW(), values).isEmpty)
        var mean = HDDMA(try HDDMA.Parameters(isTwoSided: true))
        var weighted = HDDMW(try HDDMW.Parameters(isTwoSided: true))
        for value in values {
            mean.update(value)
            weighted.update(value)
        }
        #expect(mean.change?.direction == .down && weighted.change?.direction == .down)
    }

    @Test("[drift-22] HDDM_A has no false alarm in 100,000 values")
    func isQuiet() {
        let values = DetectorStream(type: "binary", kind: "none", n: 100_000, seed: 8, p0: 0.1, p1: 0.1).values
        #expect(Self.drifts(HDDMA(), values).isEmpty)
    }
}
