import Anomaly
import Testing

@Suite struct FieldProfileTests {
    @Test("[anomaly-13] describes numbers as numpy does")
    func numbers() {
        // numpy: mean, std, quantile; lag1 = sum((x[1:]-m)*(x[:-1]-m)) / sum((x-m)**2)
        let profile = FieldProfile(name: "x", values: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3], missing: 2)
        #expect(profile.count == 10 && profile.missing == 2 && profile.nonFinite == 0)
        #expect(profile.min == 1 && profile.max == 9 && profile.mean == 3.9)
        #expect(profile.sd == 2.34307490)
        #expect(profile.quantiles.values[0] == 1 && profile.quantiles.values[14] == 9)
        #expect(profile.quantiles.values[8] == 4.4 && profile.quantiles.values[12] == 7.65)
        #expect(profile.integerValued)
        #expect(profile.lag1 == -0.144080146)
        #expect(profile.sample == [1, 1, 2, 3, 3, 4, 5, 5, 6, 9])
    }

    @Test("[anomaly-13] the parts between the edges hold all numbers, an edge with what is below it", arguments: 0..<30)
    func bins(seed: UInt64) {
        var random = Numbers(seed: seed)
        let steps = 1 + random.next(20)
        let values = (0..<(1 + random.next(500))).map { _ in Double(random.next(steps)) / 3 }
        let profile = FieldProfile(name: "x", values: values)
        #expect(profile.decileEdges == profile.decileEdges.sorted() && profile.decileEdges.count <= 9)
        for (bin, count) in profile.binCounts.enumerated() {
            let low = bin == 0 ? -Double.infinity : profile.decileEdges[bin - 1]
            let high = bin == profile.decileEdges.count ? .infinity : profile.decileEdges[bin]
            #expect(values.count { $0 > low && $0 <= high } == count)
        }
    }

    @Test("[anomaly-13] a sample is sorted, evenly spread, and no larger than asked for", arguments: [1, 16, 255, 256])
    func sample(size: Int) {
        let profile = FieldProfile(name: "x", values: (0..<1000).map { Double(999 - $0) }, sampleSize: size)
        #expect(profile.sample.count == size && profile.sample == profile.sample.sorted())
        for (rank, value) in profile.sample.enumerated() {
            #expect(abs(value - (Double(rank) + 0.5) * 1000 / Double(size)) <= 1)
        }
    }

    @Test("[anomaly-13] a field that never changes has no spread, no edges and no correlation")
    func constant() {
        let profile = FieldProfile(name: "x", values: [0.1, 0.1, 0.1])
        #expect(profile.sd == 0 && profile.lag1 == 0 && profile.decileEdges.isEmpty && profile.binCounts == [3])
        #expect(!profile.integerValued)
    }

    @Test(
        "[anomaly-13] keeps nine significant digits",
        arguments: [(1.23456789012, 1.23456789), (-98765432109.9, -98765432100), (1.5, 1.5), (0, 0)]
    )
    func digits(value: Double, kept: Double) {
        #expect(FieldProfile(name: "x", values: [value]).mean == kept)
    }
}
