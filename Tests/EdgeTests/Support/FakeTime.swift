import Inference
import MQTT
import Tensors

@testable import Edge

/// Time that passes only while a fake model runs.
final class FakeTime: Sendable {
    private let passed = Guarded(Duration.zero)
    private let counts = Guarded<[Int: Int]>([:])

    var now: Duration { passed.withLock { $0 } }
    var stopwatch: Stopwatch { Stopwatch { [self] in now } }
    var workbench: Workbench { Workbench(single: stopwatch, several: stopwatch) }
    /// Runs by the number of rows.
    var runs: [Int: Int] { counts.withLock { $0 } }

    /// y = 2x, in a time that hangs on the number of rows and on how many runs there were, this one included.
    func session(_ microseconds: @escaping @Sendable (_ rows: Int, _ run: Int) -> Double) -> FakeSession {
        FakeSession { [self] inputs throws(InferenceError) in
            let rows = inputs[0].shape.rows ?? 0
            let run = counts.withLock { counts in
                counts[rows, default: 0] += 1
                return counts.values.reduce(0, +)
            }
            passed.withLock { $0 += .nanoseconds(Int(microseconds(rows, run) * 1000)) }
            return [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]).map { $0 * 2 })]
        }
    }
}
