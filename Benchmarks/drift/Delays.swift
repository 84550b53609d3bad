import Drift

/// Counts the values from a change to the first drift that is found after it, at the standard parameters.
enum Delays {
    private static let changePoint = 20_000
    private static let patience = 20_000

    /// A change: what the signal is like, and how long it takes to change, in values.
    private struct Change {
        let title: String
        let width: Int
        /// The share of ones before it; nil where values are not 0 and 1.
        var share: Double?
        /// The value at a place between before, 0, and after, 1.
        let value: (inout Signal, Double) -> Double
    }

    static func print(streams: Int, _ contenders: Contenders) throws {
        let signals = [
            shift(0.1), shift(0.25), shift(0.5), shift(1), shift(2), shift(1, over: 1_000), shift(1, over: 10_000),
            Change(title: "deviation ×2", width: 0) { signal, part in (1 + part) * signal.normal() },
        ]
        try table("signals", signals, contenders, streams)
        let errors = [
            rise(0.01, 0.05), rise(0.05, 0.1), rise(0.1, 0.2), rise(0.1, 0.4), rise(0.2, 0.3),
            rise(0.1, 0.4, over: 1_000), rise(0.1, 0.4, over: 10_000),
        ]
        try table("errors", errors, contenders, streams)
    }

    private static func shift(_ size: Double, over width: Int = 0) -> Change {
        Change(title: width == 0 ? "+\(size) sd" : "+\(size) sd over \(width)", width: width) { signal, part in
            signal.normal() + size * part
        }
    }

    private static func rise(_ before: Double, _ after: Double, over width: Int = 0) -> Change {
        let title = "\(before) → \(after)" + (width == 0 ? "" : " over \(width)")
        return Change(title: title, width: width, share: before) { signal, part in
            signal.uniform() < before + (after - before) * part ? 1 : 0
        }
    }

    private static func table(
        _ title: String,
        _ changes: [Change],
        _ contenders: Contenders,
        _ streams: Int
    ) throws {
        Swift.print("| \(title) | \(changes.map(\.title).joined(separator: " | ")) |")
        Swift.print("|---|\(changes.map { _ in "--:" }.joined(separator: "|"))|")
        for kind in changes.contains(where: { $0.share == nil }) ? contenders.forSignals : contenders.forErrors {
            let cells = try changes.map { change in
                let settings =
                    change.share.map { contenders.settings(forErrors: kind, share: $0) }
                    ?? contenders.settings(forSignals: kind)
                return try cell(kind.type, settings, change, streams)
            }
            Swift.print("| \(kind.rawValue) | \(cells.joined(separator: " | ")) |")
        }
        Swift.print("")
    }

    /// The median delay of those that were found, and how many were not.
    private static func cell<D: DriftDetector>(
        _: D.Type,
        _ settings: DetectorSettings,
        _ change: Change,
        _ streams: Int
    ) throws -> String {
        var delays: [Int] = []
        for stream in 0..<streams {
            var signal = Signal(seed: UInt64(77_000 + stream))
            var detector = D(try D.Parameters(settings))
            for _ in 0..<changePoint { detector.update(change.value(&signal, 0)) }
            for step in 0..<patience {
                let part = change.width == 0 ? 1 : min(1, Double(step) / Double(change.width))
                guard detector.update(change.value(&signal, part)) == .drift else { continue }
                delays.append(step + 1)
                break
            }
        }
        let missed = streams - delays.count
        guard !delays.isEmpty else { return "missed" }
        let median = delays.sorted()[delays.count / 2]
        return missed == 0 ? "\(median)" : "\(median) (\(missed) of \(streams) missed)"
    }
}
