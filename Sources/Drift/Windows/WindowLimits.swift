/// From where on a statistic of a window is a warning, and from where on it is drift.
public struct WindowLimits: Sendable, Hashable {
    /// Above it: a warning.
    public let warning: Double
    /// Above it: drift.
    public let drift: Double

    /// Takes two limits, finite and above 0.
    public init(warning: Double, drift: Double) {
        self.warning = warning
        self.drift = drift
    }

    /// Those of a limit that was calibrated: it is the warning, and drift is as far above it as by default.
    ///
    /// A fifth of the default at least: training that was the same in every piece must not make trifles alarms.
    public init(calibrated: Double, for statistic: WindowStatistic) {
        let usual = statistic.defaultLimits
        let warning = max(calibrated, usual.warning / 5)
        let drift = warning * (usual.drift / usual.warning)
        guard let most = statistic.largest else {
            self.init(warning: warning, drift: drift)
            return
        }
        // Pieces of a training that was never steady lie so far apart that nothing could lie further: what is left of the
        // way to the largest value is halved.
        let capped = min(warning, Self.highestWarning * most)
        self.init(warning: capped, drift: min(drift, (capped + most) / 2))
    }

    /// The highest limit of a warning, as a part of the largest value.
    private static let highestWarning = 0.95
}
