/// What every detector keeps beside its own state: counts, flags, and the latest drift.
public struct DetectorRecord: Sendable, Equatable {
    /// More values than this no detector takes in its life.
    static let mostValues = 1 << 53

    /// The values that were taken.
    public internal(set) var samples = 0
    /// The values that were unfit.
    public internal(set) var skipped = 0
    /// Whether the latest value that was taken left a warning.
    public internal(set) var warning = false
    /// Whether the latest update, and no earlier one, found a drift.
    public internal(set) var drift = false
    /// The latest drift; nil before the first.
    public internal(set) var change: DetectedChange?
    /// Whether the detector begins anew with the next value.
    var isSpent = false
    /// Where the present warning began.
    var warningStart: Int?

    /// The index of the latest value.
    var index: Int { samples - 1 }

    /// Counts an unfit value; a drift that was found before it is not told again.
    mutating func skip() -> DetectorVerdict {
        skipped += 1
        drift = false
        return .skipped
    }

    /// Counts a value; true when the detector has to begin anew before it takes it.
    mutating func begin() -> Bool {
        samples += 1
        drift = false
        guard isSpent else { return false }
        isSpent = false
        warning = false
        warningStart = nil
        return true
    }

    /// Notes the warning, and where it began.
    mutating func note(warning: Bool) {
        if warning {
            if warningStart == nil { warningStart = index }
        } else if warningStart != nil {
            warningStart = nil
        }
        self.warning = warning
    }

    /// Notes a drift, found with the latest value; without `earliest` it has begun where the warning did.
    ///
    /// A `spent` detector begins anew with the next value.
    mutating func note(
        drift statistic: Double,
        over threshold: Double,
        _ direction: ChangeDirection,
        earliest: Int? = nil,
        pValue: Double? = nil,
        spent: Bool = true
    ) {
        drift = true
        isSpent = spent
        change = DetectedChange(
            index: index,
            earliest: max(0, min(index, earliest ?? warningStart ?? index)),
            statistic: statistic,
            threshold: threshold,
            direction: direction,
            pValue: pValue
        )
    }

    /// What the latest update came to.
    var verdict: DetectorVerdict { drift ? .drift : warning ? .warning : .normal }
}
