import Drift

/// A detector on its way through a signal, and what it has told.
struct DetectorRun {
    /// The most stretches of values that were not taken that are remembered.
    private static let mostGaps = 4096

    private(set) var detector: Detector
    private var isWarning = false
    /// How many rows were not taken before an index, where that changed.
    private var gaps: [(index: Int, before: Int)] = []
    private var untaken = 0
    private var hasForgotten = false

    init(_ detector: Detector) { self.detector = detector }

    /// Counts a row that was looked at and has no number.
    mutating func pass() { untaken += 1 }

    /// Takes a row's number; what it has told of it: nothing, mostly.
    mutating func take(_ value: Double) -> [DetectionEvent.Kind] {
        let verdict = detector.update(value)
        guard verdict != .skipped else {
            untaken += 1
            return []
        }
        let index = detector.record.samples - 1
        if untaken != gaps.last?.before ?? 0 { note(index) }
        defer { isWarning = detector.record.warning }
        let warning: [DetectionEvent.Kind] = detector.record.warning && !isWarning ? [.warning] : []
        guard verdict == .drift, let change = detector.record.change else { return warning }
        return warning + [.drift(change)]
    }

    /// The row, from 0 and among those that were looked at, of a value that was taken; nil where it is no longer known.
    func row(of index: Int) -> Int? {
        let gap = gaps.last { $0.index <= index }
        return gap == nil && hasForgotten ? nil : index + (gap?.before ?? 0)
    }

    private mutating func note(_ index: Int) {
        if gaps.count == Self.mostGaps {
            gaps.removeFirst(Self.mostGaps / 2)
            hasForgotten = true
        }
        gaps.append((index, untaken))
    }
}
