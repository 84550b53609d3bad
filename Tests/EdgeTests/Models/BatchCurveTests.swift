import Testing

@testable import Edge

@Suite("BatchCurve")
struct BatchCurveTests {
    private func curve(_ runs: [(rows: Int, microseconds: Double)]) -> BatchCurve {
        BatchCurve(
            points: runs.map { BatchCurve.Point(rows: $0.rows, run: .nanoseconds(Int($0.microseconds * 1000))) }
        )
    }

    @Test(
        "[edge-70] joins as many rows as it pays to join, and none where a row costs more among others",
        arguments: [
            // A small network: all of the cost is in the run.
            ([(1, 1.9), (2, 1.9), (4, 1.95), (8, 2.0), (16, 2.1), (32, 2.2), (64, 2.6)], 64),
            // Rows cost what they cost.
            ([(1, 30.0), (2, 60), (4, 120), (8, 240)], 1),
            // A large picture model.
            ([(1, 5926.0), (2, 11_952), (4, 47_200)], 1),
            // Gains that end.
            ([(1, 10.0), (2, 12), (4, 16), (8, 30), (16, 60), (32, 120)], 4),
            // Two are as dear as apart, within what noise does; four are not.
            ([(1, 10.0), (2, 20.8), (4, 20), (8, 24)], 8),
            // Two are worse: a pair that comes together must not wait for it, whatever eight would save.
            ([(1, 10.0), (2, 24), (4, 20), (8, 24)], 1),
            // Worse from sixteen on.
            ([(1, 10.0), (2, 12), (4, 16), (8, 28), (16, 200), (32, 40)], 8),
            // A quick model stays quick.
            ([(1, 400.0), (2, 600), (4, 990), (8, 1100), (16, 1200)], 4),
            // A slow one does not become slower than four times.
            ([(1, 10_000.0), (2, 15_000), (4, 25_000), (8, 39_000), (16, 60_000)], 8),
            ([(1, 5.0)], 1),
            ([], 1),
        ] as [([(rows: Int, microseconds: Double)], Int)]
    )
    func limit(runs: [(rows: Int, microseconds: Double)], expected: Int) {
        #expect(curve(runs).limit == expected)
    }

    @Test("foretells what a run costs")
    func costs() {
        let sloped = curve([(1, 12), (2, 14), (4, 18), (8, 26)]).costs
        #expect(sloped.fixed == .microseconds(10))
        #expect(sloped.row == .microseconds(2))
        // Noise must not foretell runs that give time back.
        let falling = curve([(1, 12), (2, 10)]).costs
        #expect(falling.fixed == .microseconds(12))
        #expect(falling.row == .zero)
        let alone = curve([(1, 12)]).costs
        #expect(alone.fixed + alone.row == .microseconds(12))
    }
}
