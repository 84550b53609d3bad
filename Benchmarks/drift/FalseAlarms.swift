import Drift
import Glibc

/// Counts drifts in streams that have none, at the standard parameters.
enum FalseAlarms {
    private static let streamLength = 250_000
    private static let correlations = [0.0, 0.5, 0.9, 0.99]
    /// How far apart values are when they are thinned out: their correlation is 5 % then, or less.
    private static let thinnedTo = 0.05
    private static let shares = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5]

    static func print(millions: Int, _ contenders: Contenders) throws {
        Swift.print(
            "Signals: normal values (mean 0, deviation 1); with autocorrelation φ from one value to the next.\n"
        )
        try table(correlations.map { $0 == 0 ? "independent" : "φ = \($0)" }, contenders.forSignals) { kind, column in
            try perMillion(millions, kind, contenders.settings(forSignals: kind), column) { signal in
                correlated(correlations[column], &signal)
            }
        }
        if !contenders.forSignals.isEmpty {
            Swift.print(
                "\nThe same streams thinned out, so that φ is \(thinnedTo) at most; per million values before that.\n"
            )
            try table(correlations.map { "every \(stride(of: $0))." }, contenders.forSignals) { kind, column in
                let step = stride(of: correlations[column])
                return try perMillion(millions, kind, contenders.settings(forSignals: kind), column, step: step) {
                    correlated(correlations[column], &$0)
                }
            }
        }
        Swift.print("\nErrors: 0 and 1, independent, with a share of ones.\n")
        try table(shares.map { "p = \($0)" }, contenders.forErrors) { kind, column in
            let share = shares[column]
            let settings = contenders.settings(forErrors: kind, share: share)
            return try perMillion(millions, kind, settings, column) { _ in
                { signal in signal.uniform() < share ? 1 : 0 }
            }
        }
    }

    private static func stride(of correlation: Double) -> Int {
        correlation == 0 ? 1 : Int((log(thinnedTo) / log(correlation)).rounded(.up))
    }

    private static func correlated(_ correlation: Double, _ signal: inout Signal) -> (inout Signal) -> Double {
        let fresh = (1 - correlation * correlation).squareRoot()
        var value = signal.normal()
        return { signal in
            value = correlation * value + fresh * signal.normal()
            return value
        }
    }

    private static func table(
        _ header: [String],
        _ kinds: [DetectorKind],
        cell: (DetectorKind, Int) throws -> String
    ) throws {
        Swift.print("| detector | \(header.joined(separator: " | ")) |")
        Swift.print("|---|\(header.map { _ in "--:" }.joined(separator: "|"))|")
        for kind in kinds {
            let cells = try header.indices.map { try cell(kind, $0) }
            Swift.print("| \(kind.rawValue) | \(cells.joined(separator: " | ")) |")
        }
    }

    private static func perMillion(
        _ millions: Int,
        _ kind: DetectorKind,
        _ settings: DetectorSettings,
        _ column: Int,
        step: Int = 1,
        source: (inout Signal) -> (inout Signal) -> Double
    ) throws -> String {
        var alarms = 0
        for stream in 0..<millions * 1_000_000 / streamLength {
            var signal = Signal(seed: UInt64(1_000 * (column + 1) + stream))
            let next = source(&signal)
            alarms += try count(kind.type, settings, of: streamLength / step) {
                for _ in 1..<step { _ = next(&signal) }
                return next(&signal)
            }
        }
        let rate = Double(alarms) / Double(millions)
        return rate < 10 && alarms % millions != 0 ? "\((rate * 10).rounded() / 10)" : "\(Int(rate.rounded()))"
    }

    private static func count<D: DriftDetector>(
        _: D.Type,
        _ settings: DetectorSettings,
        of values: Int,
        _ next: () -> Double
    ) throws -> Int {
        var detector = D(try D.Parameters(settings))
        var drifts = 0
        for _ in 0..<values where detector.update(next()) == .drift { drifts += 1 }
        return drifts
    }
}
