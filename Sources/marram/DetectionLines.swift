import Lab

/// What is printed while detectors run, and at their end.
protocol DetectionLines {
    /// What is printed of an event; nil: nothing.
    func line(_ event: DetectionEvent) throws -> String?
    /// What is printed at the end.
    func end(_ summary: DetectionSummary) throws -> String
}
