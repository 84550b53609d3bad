/// A drift that was found, and what it rests on.
///
/// Indices count the values that were taken, from 0 for the first since the detector was made or reset; values that
/// were skipped have none.
public struct DetectedChange: Sendable, Equatable {
    /// The value with which the drift was found.
    public internal(set) var index: Int
    /// The first value that may belong to what came after the change; at most `index`.
    ///
    /// ADWIN: the start of the window after the cut. Page-Hinkley: the value after the extremum of the sum. KSWIN: the
    /// start of the newest part of its window. The others: where the warning began that became the drift.
    public internal(set) var earliest: Int
    /// What was compared with the threshold.
    public internal(set) var statistic: Double
    /// What had to be exceeded (reached, with KSWIN and HDDM_A).
    public internal(set) var threshold: Double
    /// Where the signal has gone.
    public internal(set) var direction: ChangeDirection
    /// How probable such a statistic is without a drift, in a single test; only of KSWIN.
    public internal(set) var pValue: Double?
}
