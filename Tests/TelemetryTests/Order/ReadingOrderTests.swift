import Telemetry
import Testing

@Suite("The order of a key's readings")
struct ReadingOrderTests {
    private func time(_ second: Int) -> Timestamp { Timestamp(microseconds: Int64(second) * 1_000_000) }

    @Test(
        "[telemetry-60][bindings-12] tells late readings and duplicates, and takes what is allowed as of the time before"
    )
    func policies() {
        var order = ReadingOrder()
        func take(_ time: Timestamp, _ late: OrderPolicy, _ duplicates: OrderPolicy) -> ReadingOrder.Step {
            order.take(time, late: late, duplicates: duplicates)
        }
        #expect(take(time(5), .drop, .drop) == .take(time(5)))
        #expect(take(time(5), .accept, .drop) == .duplicate)
        #expect(take(time(5), .drop, .accept) == .take(time(5)))
        #expect(take(time(4), .drop, .accept) == .late)
        #expect(take(time(4), .accept, .drop) == .take(time(5)))
        #expect(take(time(6), .drop, .drop) == .take(time(6)))
    }

    @Test("[telemetry-60][bindings-12] one time in the far future does not shut a key for ever")
    func future() {
        var order = ReadingOrder()
        func take(_ time: Timestamp, _ late: OrderPolicy, _ duplicates: OrderPolicy) -> ReadingOrder.Step {
            order.take(time, late: late, duplicates: duplicates)
        }
        _ = take(time(1_000_000), .drop, .drop)
        for second in 1...ReadingOrder.patience {
            #expect(take(time(second), .drop, .drop) == .late)
        }
        let next = ReadingOrder.patience + 1
        #expect(take(time(next), .drop, .drop) == .take(time(next)))
        #expect(take(time(next + 1), .drop, .drop) == .take(time(next + 1)))
    }

    @Test("[telemetry-60][bindings-12] late readings that are not in a row change nothing")
    func scattered() {
        var order = ReadingOrder()
        func take(_ time: Timestamp, _ late: OrderPolicy, _ duplicates: OrderPolicy) -> ReadingOrder.Step {
            order.take(time, late: late, duplicates: duplicates)
        }
        for second in 10..<500 {
            #expect(take(time(second), .drop, .drop) == .take(time(second)))
            #expect(take(time(second - 5), .drop, .drop) == .late)
        }
    }

    @Test(
        "[telemetry-60][bindings-12] an arrival is not before the one before it, unless the clock was set back by minutes"
    )
    func arrival() {
        var order = ReadingOrder()
        let steps = [time(900), time(840), time(839), time(841)].map { order.take(arrival: $0) }
        #expect(steps == [.take(time(900)), .take(time(900)), .take(time(839)), .take(time(841))])
    }
}
