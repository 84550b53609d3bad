import Drift

/// Which detectors are looked at, and what is set of them: all at their defaults, or one.
struct Contenders {
    private var kinds = DetectorKind.allCases
    private var chosen: DetectorSettings = [:]

    /// Reads a detector's name and settings, or nothing.
    init(_ arguments: [String]) throws(DetectorError) {
        guard let name = arguments.first else { return }
        kinds = [try DetectorKind(named: name)]
        chosen = try DetectorSettings(parsing: Array(arguments.dropFirst()))
    }

    /// Those that take any signal.
    var forSignals: [DetectorKind] { kinds.filter { !$0.isBinary } }
    /// Those that take 0 and 1: all.
    var forErrors: [DetectorKind] { kinds }

    /// What is set; ADWIN and Page-Hinkley are told what the signal is like without a drift, as the baseline does it.
    func settings(forSignals kind: DetectorKind) -> DetectorSettings {
        kind == .kswin ? chosen : settings(mean: 0, deviation: 1)
    }

    /// What is set for 0 and 1 with a share of ones, of which Page-Hinkley is told.
    func settings(forErrors kind: DetectorKind, share: Double) -> DetectorSettings {
        kind == .pageHinkley ? settings(mean: share, deviation: (share * (1 - share)).squareRoot()) : chosen
    }

    private func settings(mean: Double, deviation: Double) -> DetectorSettings {
        let reference = ["mean": DetectorSetting.number(mean), "deviation": .number(deviation)]
        return DetectorSettings(reference.merging(chosen.values) { _, own in own })
    }
}
