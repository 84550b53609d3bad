/// How decisions and labels agree, counted in rows.
public struct Confusion: Sendable, Equatable {
    /// Anomalous, and found.
    public private(set) var hits = 0
    /// Not anomalous, and taken for it.
    public private(set) var falseAlarms = 0
    /// Not anomalous, and not taken for it.
    public private(set) var quiet = 0
    /// Anomalous, and not found.
    public private(set) var misses = 0

    /// Counts nothing.
    public init() {}

    /// Counts a file's rows but the first `skippedRows`; none without labels.
    public mutating func add(_ file: ScoredFile, skippedRows: Int) {
        guard let labels = file.labels else { return }
        for row in labels.indices.dropFirst(skippedRows) {
            switch (labels[row], file.decisions[row]) {
            case (true, true): hits += 1
            case (false, true): falseAlarms += 1
            case (false, false): quiet += 1
            case (true, false): misses += 1
            }
        }
    }

    /// The part of the alarms that were right; nil without alarms.
    public var precision: Double? { Self.ratio(hits, hits + falseAlarms) }
    /// The part of the anomalous rows that were found; nil without such rows.
    public var recall: Double? { Self.ratio(hits, hits + misses) }
    /// The harmonic mean of precision and recall; nil without alarms and anomalous rows.
    public var f1: Double? { Self.ratio(2 * hits, 2 * hits + misses + falseAlarms) }
    /// The part of the other rows that were taken for anomalous; nil without such rows.
    public var falseAlarmRate: Double? { Self.ratio(falseAlarms, falseAlarms + quiet) }
    /// The part of the anomalous rows that were missed; nil without such rows.
    public var missedAlarmRate: Double? { Self.ratio(misses, hits + misses) }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
