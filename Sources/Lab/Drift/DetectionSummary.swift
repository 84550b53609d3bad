import Drift

/// What the detectors came to.
public struct DetectionSummary: Sendable {
    /// What one detector came to.
    public struct Tally: Sendable {
        /// Values that it took.
        public internal(set) var values = 0
        /// Numbers that were unfit for it.
        public internal(set) var skipped = 0
        /// Warnings that began.
        public internal(set) var warnings = 0
        /// Drifts.
        public internal(set) var drifts = 0
        /// The row of the first drift; nil without one.
        public internal(set) var firstDrift: Int?
    }

    /// The name of the column; nil where the text has no header.
    public internal(set) var column: String?
    /// Rows.
    public internal(set) var rows = 0
    /// Rows without a number.
    public internal(set) var missing = 0
    /// One for each detector, in the order in which they were asked for.
    public internal(set) var tallies: [Tally]

    /// Whether any detector found a drift.
    public var hasDrifted: Bool { tallies.contains { $0.drifts > 0 } }

    mutating func count(_ event: DetectionEvent) {
        switch event.kind {
        case .warning: tallies[event.detector].warnings += 1
        case .drift:
            tallies[event.detector].drifts += 1
            if tallies[event.detector].firstDrift == nil { tallies[event.detector].firstDrift = event.row }
        }
    }
}
