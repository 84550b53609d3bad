import Testing

@testable import Edge

@Suite("Drain rate")
struct DrainRateTests {
    private let start = ContinuousClock.now

    /// How many letters leave in 10 s of turns every 5 ms, while `income` come in a second.
    private func drained(perSecond: Int, income: Int = 0) -> Int {
        var rate = DrainRate(perSecond: perSecond, now: start)
        var count = 0
        for step in 0..<2000 {
            let now = start + .milliseconds(5) * step
            if income > 0, step.isMultiple(of: 200) { for _ in 0..<income { rate.arrived() } }
            while rate.take(now: now) { count += 1 }
        }
        return count
    }

    @Test("[outbox-5] lets so many leave in a second", arguments: [1, 10, 999, 100_000])
    func steady(perSecond: Int) {
        let count = drained(perSecond: perSecond)
        #expect(abs(count - perSecond * 10) <= max(1, perSecond / 100))
    }

    @Test(
        "[outbox-5] lets one more leave for each that comes in, so that a backlog gets shorter",
        arguments: [1, 500, 5000]
    )
    func income(_ income: Int) {
        let count = drained(perSecond: 100, income: income)
        #expect(abs(count - 1000 - income * 10) <= 10)
    }

    @Test("[outbox-5] makes no more than a tenth of a second up for a pause")
    func pause() {
        var rate = DrainRate(perSecond: 1000, now: start)
        var count = 0
        while rate.take(now: start + .seconds(3600)) { count += 1 }
        #expect(count == 100)
        rate.reset(now: start + .seconds(7200))
        let isEarly = rate.take(now: start + .seconds(7200))
        #expect(!isEarly)
    }

    @Test("[outbox-5] says when the next may leave, and then it may", arguments: [1, 7, 100, 5000])
    func deadline(perSecond: Int) {
        var rate = DrainRate(perSecond: perSecond, now: start)
        var now = start
        for _ in 0..<20 {
            while rate.take(now: now) {}
            let next = rate.nextAt(now: now)
            #expect(next > now)
            now = next + .nanoseconds(1)
            let isDue = rate.take(now: now)
            #expect(isDue)
        }
    }
}
