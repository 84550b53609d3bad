import Drift
public import Telemetry

/// Detectors over one column of numbers; in constant memory.
public struct SignalDetection: Sendable {
    /// What stands for standard input in the place of a file.
    public static let standardInput = "-"

    private let path: String
    private let detectors: [DetectorChoice]
    private let column: String?
    private let options: CSVOptions
    private let every: Int

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - path: A CSV file, or a number a line; `-`: standard input.
    ///   - detectors: What looks at the column.
    ///   - column: Its name; nil: the only one beside times.
    ///   - options: The delimiter, and where the times are.
    ///   - every: Of how many rows one is looked at, 1 or more: for values that depend on those before them.
    public init(
        _ path: String,
        _ detectors: [DetectorChoice],
        column: String?,
        _ options: CSVOptions = CSVOptions(),
        every: Int = 1
    ) {
        self.every = max(1, every)
        self.path = path
        self.detectors = detectors
        self.column = column
        self.options = options
    }

    /// Reads to the end.
    ///
    /// - Parameter tell: Called with every event, as soon as its row has been read; false ends the run.
    /// - Returns: What it came to.
    /// - Throws: What cannot be read, with its line; or that there is no number at all.
    public func run(_ tell: (DetectionEvent) throws -> Bool) throws(LabError) -> DetectionSummary {
        let isInput = path == Self.standardInput
        let name = isInput ? "standard input" : path
        do {
            return try run(try OpenFile(isInput ? "/dev/stdin" : path), tell)
        } catch {
            throw LabError("\(name): \(error)")
        }
    }

    private func run(_ file: consuming OpenFile, _ tell: (DetectionEvent) throws -> Bool) throws -> DetectionSummary {
        var signal = CSVSignal(column: column, options)
        var runs = detectors.map { DetectorRun($0.detector) }
        var summary = DetectionSummary(tallies: detectors.map { _ in DetectionSummary.Tally() })
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var goesOn = true
        while goesOn {
            let count = try file.read(into: &piece)
            if count == 0 { signal.end() }
            signal.append(piece[..<count])
            while goesOn, let row = try signal.next() { goesOn = try take(row, &runs, &summary, tell) }
            if count == 0 { break }
        }
        summary.column = signal.name
        for (index, run) in runs.enumerated() {
            summary.tallies[index].values = run.detector.record.samples
            summary.tallies[index].skipped = run.detector.record.skipped
        }
        guard summary.rows > summary.missing else {
            throw LabError(
                summary.rows == 0
                    ? "there is a header but no row; expected at least one number below it"
                    : "none of the \(summary.rows) rows has a number; is it the right column?"
            )
        }
        return summary
    }

    /// Hands a row to each detector; false: nobody wants to know more.
    private func take(
        _ row: CSVSignal.Row,
        _ runs: inout [DetectorRun],
        _ summary: inout DetectionSummary,
        _ tell: (DetectionEvent) throws -> Bool
    ) throws -> Bool {
        defer { summary.rows += 1 }
        if row.value.isNaN { summary.missing += 1 }
        guard summary.rows.isMultiple(of: every) else { return true }
        guard !row.value.isNaN else {
            for index in runs.indices { runs[index].pass() }
            return true
        }
        for index in runs.indices {
            for kind in runs[index].take(row.value) {
                var since: Int?
                if case .drift(let change) = kind { since = runs[index].row(of: change.earliest).map { $0 * every } }
                let event = DetectionEvent(
                    detector: index,
                    kind: kind,
                    row: summary.rows,
                    time: row.time,
                    line: row.line,
                    since: since
                )
                summary.count(event)
                guard try tell(event) else { return false }
            }
        }
        return true
    }
}
