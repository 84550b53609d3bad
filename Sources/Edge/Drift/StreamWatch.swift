import Drift
import Glibc

/// A detector that takes a feature's values one by one, and what it has said since it was last listened to.
struct StreamWatch: Sendable {
    /// What it has said since.
    enum Level: Int, Sendable {
        case quiet, warning, drift
    }

    /// Its place among the detectors of the board.
    let place: Int
    var detector: Detector
    private(set) var level = Level.quiet
    /// Rows since it was last listened to.
    private(set) var rows = 0
    /// True where it takes 0 and 1 alone.
    private let isBinary: Bool

    /// Makes one.
    ///
    /// - Parameters:
    ///   - kind: which detector.
    ///   - place: its place among the detectors of the board.
    ///   - profile: what values are reckoned from; nil: they are taken as they are.
    /// - Throws: when the profile's numbers are no reference; nothing follows but that it takes values as they are.
    init(_ kind: DetectorKind, place: Int, profile: NumericProfile?) throws(DetectorError) {
        self.place = place
        isBinary = kind.isBinary
        let takesReference = kind == .adwin || kind == .pageHinkley
        guard let profile, takesReference else {
            detector = try Detector(kind)
            return
        }
        // A feature that never changed has a deviation all the same: what a number of its size cannot tell from nothing.
        let least = max(1e-12, profile.mean.magnitude * 1e-9)
        detector = try Detector(
            kind,
            ["mean": .number(profile.mean), "deviation": .number(max(profile.deviation, least))]
        )
    }

    /// Counts a row that it does not see.
    mutating func pass() { rows += 1 }

    /// Takes a value; true when it has found a drift with it.
    mutating func take(_ value: Double) -> Bool {
        rows += 1
        switch detector.update(isBinary ? (value == 0 ? 0 : 1) : value) {
        case .drift:
            level = .drift
            return true
        case .warning:
            if level == .quiet { level = .warning }
        case .normal, .skipped: break
        }
        return false
    }

    /// Begins to listen anew.
    mutating func heard() {
        level = .quiet
        rows = 0
    }

    /// How far the mean of what ADWIN has kept is from training's, in deviations; nil of other detectors.
    func shift(from profile: NumericProfile) -> Double? {
        guard let adwin = detector.base as? ADWIN, profile.deviation > 0 else { return nil }
        return (adwin.mean - profile.mean).magnitude / profile.deviation
    }

    /// Every which value detectors are fed with, so that values hardly depend on those before them.
    ///
    /// The least k with φᵏ ≤ 0.05, φ being the correlation of a value with the one before it; 200 at most.
    static func thinning(lag1: Double) -> Int {
        guard lag1 > 0.05 else { return 1 }
        guard lag1 < 0.985 else { return 200 }
        return Int((log(0.05) / log(lag1)).rounded(.up))
    }
}
