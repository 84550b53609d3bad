import Testing

@testable import Edge

@Suite("LatencyHistogram")
struct LatencyHistogramTests {
    @Test("quantiles lie at most an eighth above the truth", arguments: [1, 7, 8, 100, 1_000, 65_537, 3_000_000])
    func quantiles(microseconds: Int) throws {
        var histogram = LatencyHistogram()
        for _ in 0..<99 { histogram.record(.microseconds(microseconds)) }
        histogram.record(.seconds(100))
        let median = try #require(histogram.quantile(0.5))
        #expect(median >= microseconds)
        #expect(Double(median) <= Double(microseconds) * 1.125)
        let last = try #require(histogram.quantile(1))
        #expect(last >= 100_000_000)
        #expect(histogram.count == 100)
    }

    @Test("what was recorded before can be taken off")
    func since() {
        var histogram = LatencyHistogram()
        for _ in 0..<10 { histogram.record(.seconds(1)) }
        let earlier = histogram
        #expect(histogram.subtracting(earlier) == LatencyHistogram())
        for _ in 0..<10 { histogram.record(.microseconds(5)) }
        let late = histogram.subtracting(earlier)
        #expect(late.count == 10 && late.quantile(1) == 5)
    }

    @Test("an empty one has no quantile, and no duration is too long")
    func extremes() {
        var histogram = LatencyHistogram()
        #expect(histogram.quantile(0.5) == nil)
        histogram.record(.seconds(1_000_000))
        histogram.record(.zero)
        #expect(histogram.quantile(0) == 0)
        #expect(histogram.count == 2)
    }
}
