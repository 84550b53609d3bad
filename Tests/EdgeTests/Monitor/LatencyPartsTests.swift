import Testing

@testable import Edge

@Suite("Where the time of requests went")
struct LatencyPartsTests {
    @Test("[metrics-14] what is neither run nor coding is waiting, and the means add up")
    func means() throws {
        var statistics = ModelStatistics()
        #expect(statistics.parts.mean(\.waiting) == nil)
        statistics.answered(after: .milliseconds(10), coding: .microseconds(500), running: .milliseconds(4))
        statistics.answered(after: .milliseconds(20), coding: .microseconds(1500), running: .milliseconds(4))
        #expect(statistics.parts.count == 2 && statistics.latency.count == 2)
        #expect(statistics.parts.mean(\.waiting) == 10)
        #expect(statistics.parts.mean(\.coding) == 1)
        #expect(statistics.parts.mean(\.running) == 4)
    }

    @Test("[metrics-14] parts that are longer than the whole, by a clock that is coarse, leave no waiting below zero")
    func coarse() {
        var parts = LatencyParts()
        parts.add(.microseconds(5), coding: .microseconds(3), running: .microseconds(3))
        #expect(parts.waiting == 0)
    }
}
