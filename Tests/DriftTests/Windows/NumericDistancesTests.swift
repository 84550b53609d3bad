import Drift
import Testing

@Suite struct NumericDistancesTests {
    @Test(
        "[drift-51] [drift-52] [drift-55] bins, PSI, Jensen-Shannon and Hellinger are numpy's",
        arguments: WindowRecords.numeric
    )
    func bins(_ record: WindowRecords.Numeric) throws {
        let reference = try #require(NumericReference(record.reference))
        #expect(reference.edges == record.edges)
        #expect(reference.binCounts == record.binCounts)
        let bins = try #require(reference.distances(to: record.current)).bins
        #expect(isNear(bins.psi, record.psi))
        #expect(isNear(bins.jensenShannon, record.js))
        #expect(isNear(bins.hellinger, record.hellinger, 1e-7))
        #expect(isNear(bins.lInfinity, record.linf))
        #expect(isNear(bins.totalVariation, record.tv))
    }

    @Test("[drift-53] [drift-54] Kolmogorov-Smirnov and Wasserstein are scipy's", arguments: WindowRecords.numeric)
    func distances(_ record: WindowRecords.Numeric) throws {
        let reference = try #require(NumericReference(record.reference))
        let found = try #require(reference.distances(to: record.current))
        #expect(found.count == record.current.count)
        #expect(isNear(found.kolmogorovSmirnov.distance, record.ks))
        #expect(abs(found.kolmogorovSmirnov.probability - record.ksP) <= 1e-6)
        #expect(isNear(found.wasserstein.distance, record.wasserstein))
        #expect(isNear(found.wasserstein.normalised, record.wassersteinNormalised))
        #expect(found.precision == .exact)
    }

    @Test("the records are all there")
    func records() {
        #expect(WindowRecords.numeric.count == 16)
        #expect(WindowRecords.categories?.tables.count == 9)
        #expect(WindowRecords.rows.count == 7)
    }

    @Test("[drift-59] numbers of any size are judged alike", arguments: [0x1p1020, 0x1p-900])
    func scaled(factor: Double) throws {
        let record = try #require(WindowRecords.numeric.first { $0.id == "a small shift" })
        let scaled = try #require(NumericReference(record.reference.map { $0 * factor }))
        let plain = try #require(NumericReference(record.reference))
        let found = try #require(scaled.distances(to: record.current.map { $0 * factor }))
        let expected = try #require(plain.distances(to: record.current))
        #expect(found.bins == expected.bins)
        #expect(found.kolmogorovSmirnov == expected.kolmogorovSmirnov)
        #expect(isNear(found.wasserstein.distance / factor, expected.wasserstein.distance))
        // Below, the deviation counts as 0.001.
        if factor > 1 { #expect(isNear(found.wasserstein.normalised, expected.wasserstein.normalised)) }
    }

    @Test("[drift-59] the two ends of what a number can be make finite distances")
    func ends() throws {
        let most = Double.greatestFiniteMagnitude
        let reference = try #require(NumericReference([-most, -most, -1e308, 0, 1e308]))
        let found = try #require(reference.distances(to: [most, most]))
        #expect(found.wasserstein.distance.isFinite)
        #expect(found.wasserstein.normalised > 1)
        #expect(found.wasserstein.normalised < 10)
        #expect(found.kolmogorovSmirnov.distance == 1)
        #expect(found.bins.psi.isFinite)
        #expect(reference.deviation.isFinite)
        #expect(reference.deviation > 1e307)
        #expect(reference.edges.allSatisfy { $0.isFinite })
    }

    @Test("[drift-60] nothing to compare is nothing, and not zero")
    func empty() throws {
        #expect(NumericReference([]) == nil)
        #expect(NumericReference([.nan, .infinity]) == nil)
        let reference = try #require(NumericReference([1, 2, 3]))
        #expect(reference.distances(to: []) == nil)
        #expect(reference.distances(to: [.nan, -.infinity, .nan]) == nil)
    }

    @Test("[drift-60] numbers that are not finite are passed over")
    func passedOver() throws {
        let reference = try #require(NumericReference([.nan, 1, 2, .infinity, 3]))
        #expect(reference.count == 3)
        #expect(reference.distances(to: [2, .nan, 4, -.infinity]) == reference.distances(to: [2, 4]))
    }
}
