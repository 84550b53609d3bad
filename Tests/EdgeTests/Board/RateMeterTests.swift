import Testing

@testable import Edge

@Suite("Rates")
struct RateMeterTests {
    @Test("are growth by time; nothing is known at first, and where a count begins anew")
    func rates() {
        var meter = RateMeter()
        meter.begin(seconds: nil)
        #expect(meter.rate("a", 10) == nil)
        meter.begin(seconds: 2)
        #expect(meter.rate("a", 15) == 2.5)
        meter.begin(seconds: 1)
        #expect(meter.rate("a", 3) == nil)
        #expect(meter.growth("b", 7) == 0)
        #expect(meter.growth("b", 9) == 2)
    }

    @Test("recent durations are those since the last look")
    func recent() {
        var meter = RateMeter()
        var histogram = LatencyHistogram()
        #expect(meter.recent("a", histogram) == nil)
        histogram.record(.microseconds(5))
        #expect(meter.recent("a", histogram)?.count == 1)
        #expect(meter.recent("a", histogram) == nil)
        histogram.record(.microseconds(7))
        let late = meter.recent("a", histogram)
        #expect(late?.count == 1 && late?.sum == 7)
        #expect(late?.adding(histogram).sum == 19)
    }

    @Test("[metrics-3] counts below powers of two are exact", arguments: [1, 63, 64, 65, 127, 128, 1000, 1 << 20])
    func counts(_ microseconds: Int) {
        var histogram = LatencyHistogram()
        histogram.record(.microseconds(microseconds))
        let bounds = (0...21).map { 1 << $0 }
        #expect(histogram.counts(below: bounds) == bounds.map { microseconds < $0 ? 1 : 0 })
    }

    @Test("the newest keys of a table, the latest first")
    func newest() {
        var table = KeyTable<Int>(limit: 3)
        for key in 0..<5 { _ = table.insert([UInt8(key)], key) }
        _ = table.find([2])
        #expect(table.newest(2).map { table[$0.slot] } == [2, 4])
        #expect(table.newest(9).map { table[$0.slot] } == [2, 4, 3])
    }
}
