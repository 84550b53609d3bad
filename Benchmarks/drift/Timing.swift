import Drift
import Foundation

/// Prints the nanoseconds per update of every repetition as JSON.
enum Timing {
    static func print(_ arguments: [String]) throws {
        let kind = try DetectorKind(named: arguments[0])
        let values = try Decisions.numbers(in: arguments[1])
        let settings = try DetectorSettings(parsing: Array(arguments.dropFirst(3)))
        let repetitions = Int(arguments[2]) ?? 5
        let figures = try (0..<repetitions).map { _ in try time(kind.type, settings, values) }
        Swift.print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
    }

    /// Every value goes through the protocol, as it does in a monitor.
    private static func time<D: DriftDetector>(
        _: D.Type,
        _ settings: DetectorSettings,
        _ values: [Double]
    ) throws -> Double {
        var detector = D(try D.Parameters(settings))
        var drifts = 0
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            for value in values where detector.update(value) == .drift { drifts += 1 }
        }
        guard drifts <= values.count else { throw BenchmarkError(text: "more drifts than values") }
        return elapsed / .nanoseconds(1) / Double(values.count)
    }
}
