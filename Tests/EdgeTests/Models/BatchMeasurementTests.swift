import Inference
import MQTT
import Tensors
import Testing

@testable import Edge

@Suite("BatchMeasurement")
struct BatchMeasurementTests {
    private let time = FakeTime()

    private func curve(of session: FakeSession, sizes: [Int]? = nil) throws -> BatchCurve {
        var inputs = SampleInputs(madeUpFor: session.model)
        let measurement = BatchMeasurement(sizes: sizes, stopwatch: time.stopwatch)
        return try #require(try measurement.curve(of: session, &inputs))
    }

    /// Times of a run of so many rows, in microseconds.
    enum Cost: CaseIterable {
        case flat, cheap, linear, worse, uneven

        func microseconds(_ rows: Int) -> Double {
            switch self {
            case .flat: 100
            case .cheap: 1.9 + 0.01 * Double(rows)
            case .linear: 25 * Double(rows)
            case .worse: [1: 5926, 2: 11_952, 4: 47_200][rows] ?? 11_800 * Double(rows)
            case .uneven: 40 + 10 * Double(rows)
            }
        }

        var limit: Int {
            switch self {
            case .flat, .cheap: 256
            case .linear, .worse: 1
            case .uneven: 32
            }
        }
    }

    @Test("[edge-70] finds the cap of a model by what its runs take", arguments: Cost.allCases)
    func limits(cost: Cost) throws {
        #expect(try curve(of: time.session { rows, _ in cost.microseconds(rows) }).limit == cost.limit)
    }

    @Test("[edge-70] a run now and then that is interrupted changes nothing", arguments: Cost.allCases)
    func noise(cost: Cost) throws {
        let noisy = time.session { rows, run in
            cost.microseconds(rows) * (run % 5 == 3 ? 4 : 1) * (run % 2 == 0 ? 1.02 : 0.98)
        }
        // The first of a size that is interrupted may end the search, which is on the safe side.
        let limit = try curve(of: noisy).limit
        #expect(limit <= cost.limit)
        #expect(cost.limit == 1 || limit >= 8, "\(limit)")
    }

    @Test("never joins what costs more per row than alone, whatever the costs are")
    func neverWorse() throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<60 {
            let costs = (0..<9).map { Double.random(in: 1...60, using: &random) * Double(1 << ($0 / 2)) }
            let curve = try curve(of: FakeTime().session { rows, _ in costs[rows.trailingZeroBitCount] })
            let single = try #require(curve.points.first)
            for point in curve.points where point.rows <= curve.limit {
                #expect(point.perRow <= single.perRow * 1.05)
            }
        }
    }

    @Test("[edge-71] a slow model is measured with few rows, and within its time")
    func bounded() throws {
        // 400 ms a row: two rows five times over would already take too long.
        let points = try curve(of: time.session { rows, _ in 400_000 * Double(rows) }).points
        #expect(points.map(\.rows) == [1])
        #expect(time.now < .seconds(2))
        let other = FakeTime()
        let session = other.session { rows, _ in 5926 * Double(rows) }
        var inputs = SampleInputs(madeUpFor: session.model)
        _ = try BatchMeasurement(stopwatch: other.stopwatch).curve(of: session, &inputs)
        #expect(other.now < .seconds(2))
    }

    @Test("a quick model is not run for longer than it may hold up others")
    func quick() throws {
        let session = time.session { rows, _ in 300 * Double(rows) }
        _ = try curve(of: session)
        #expect(time.runs.keys.max() == 4)
    }

    @Test("leaves out sizes that the model fails on")
    func failing() throws {
        let session = FakeSession { [time] inputs throws(InferenceError) in
            if inputs[0].shape.rows ?? 0 > 4 { throw InferenceError(.runFailed, "no room") }
            return try time.session { _, _ in 10 }.run(inputs, outputs: [])
        }
        #expect(try curve(of: session).points.map(\.rows) == [1, 2, 4])
        #expect(try curve(of: session).limit == 4)
    }

    @Test("measures the sizes that it is told, and one row for comparison")
    func sizes() throws {
        let points = try curve(of: time.session { rows, _ in 25 * Double(rows) }, sizes: [64, 3]).points
        #expect(points.map(\.rows) == [1, 3, 64])
        #expect(points.map(\.run) == [.microseconds(25), .microseconds(75), .microseconds(1600)])
    }

    @Test("gives nothing when it is broken off")
    func cancelled() throws {
        let session = time.session { rows, _ in 10 }
        let checks = Guarded(0)
        var inputs = SampleInputs(madeUpFor: session.model)
        let measurement = BatchMeasurement(stopwatch: time.stopwatch) {
            checks.withLock {
                $0 += 1; return $0 > 20
            }
        }
        #expect(try measurement.curve(of: session, &inputs) == nil)
        #expect(checks.withLock { $0 } == 21)
    }
}
