import Glibc

/// Watches the readings of one feature for what no model should be judged or trained by.
///
/// Shares are judged at the end of each window and end after three calm windows, at 0.7 of the threshold; a stuck sensor and
/// silence are told at once and end at once. Nothing is allocated for a row that changes nothing.
public struct QualityMonitor: Sendable {
    /// Calm windows in a row that end a violation.
    static let leaveWindows = 3
    /// The part of the threshold at which a window is calm.
    static let leaveRatio = 0.7
    /// Readings are missing more often than in training where chance would do that this rarely.
    static let significance = 0.001
    /// By how much the share of missing readings must be above that of training besides.
    static let missingMargin = 0.01

    /// What is allowed.
    public let thresholds: QualityThresholds
    /// Rows in a window.
    public let windowRows: Int
    /// The counts of all rows so far.
    public private(set) var totals = QualityCounts()
    private let nonFiniteLimit: Double
    private let outOfRangeLimit: Double
    private var window = QualityCounts()
    private var windowStart: Int64?
    private var jumpedBack = false
    private var lastTime: Int64?
    private var lastValue = Double.nan
    private var run = 0
    private var opened = [Bool](repeating: false, count: QualityKind.allCases.count)
    private var calm = [Int](repeating: 0, count: QualityKind.allCases.count)

    /// Makes a monitor.
    ///
    /// - Parameters:
    ///   - thresholds: What is allowed.
    ///   - windowRows: Rows in a window: 2 to 100,000.
    /// - Throws: When `windowRows` is out of range.
    public init(_ thresholds: QualityThresholds, windowRows: Int = 200) throws(DriftWindowError) {
        guard (2...WindowSpan.largest).contains(windowRows) else {
            throw DriftWindowError("a window of \(windowRows) rows cannot be; expected 2 to \(WindowSpan.largest)")
        }
        self.thresholds = thresholds
        self.windowRows = windowRows
        nonFiniteLimit = Self.limit(thresholds.nonFiniteShare, rows: windowRows)
        outOfRangeLimit = Self.limit(thresholds.outOfRangeShare, rows: windowRows)
    }

    /// The share of a window that chance exceeds in one window of a thousand where `share` is the rule; `share` at least.
    private static func limit(_ share: Double, rows: Int) -> Double {
        guard share > 0, share < 1 else { return share }
        var (probability, count) = (pow(1 - share, Double(rows)), 0)
        // Where so small a share of so many rows cannot be reckoned it is far above what chance would do.
        guard probability > 0 else { return share + 4 * (share * (1 - share) / Double(rows)).squareRoot() }
        var above = 1 - probability
        while above >= significance, count < rows {
            probability *= Double(rows - count) / Double(count + 1) * share / (1 - share)
            count += 1
            above -= probability
        }
        return max(share, Double(count) / Double(rows))
    }

    /// The violations that are open.
    public var open: [QualityKind] { QualityKind.allCases.filter { opened[$0.place] } }

    /// Whether no violation is open.
    public var isClean: Bool { !opened.contains(true) }

    /// Takes a reading.
    ///
    /// - Parameters:
    ///   - value: The reading; nil: missing. One that is not finite is counted apart.
    ///   - time: Microseconds since 1970; where it jumps back the window's rate is not judged.
    /// - Returns: Violations that begin or end with it.
    public mutating func add(_ value: Double?, at time: Int64) -> [QualityViolation] {
        var changes: [QualityViolation] = []
        pass(to: time)
        count(value)
        if let value, value.isFinite { follow(value, at: time, &changes) }
        if window.rows == windowRows { judge(at: time, &changes) }
        return changes
    }

    /// Looks whether readings have stopped; to be asked now and then, since silence itself brings no row.
    ///
    /// - Returns: The violation that begins, if one does; it ends with the next windows at the right rate.
    public mutating func look(at time: Int64) -> [QualityViolation] {
        guard let interval = thresholds.intervalSeconds, let lastTime, time > lastTime else { return [] }
        let intervals = Self.seconds(from: lastTime, to: time) / interval
        guard intervals > thresholds.silentIntervals else { return [] }
        var changes: [QualityViolation] = []
        set(.rate, true, intervals, thresholds.silentIntervals, time, &changes)
        return changes
    }

    private mutating func pass(to time: Int64) {
        if let lastTime, time < lastTime { jumpedBack = true }
        if windowStart == nil { windowStart = lastTime ?? time }
        lastTime = time
    }

    private mutating func count(_ value: Double?) {
        var row = QualityCounts()
        row.rows = 1
        if let value {
            if !value.isFinite {
                row.nonFinite = 1
            } else if let range = thresholds.range, !range.contains(value) {
                row.outOfRange = 1
            }
        } else {
            row.missing = 1
        }
        window += row
        totals += row
    }

    private mutating func follow(_ value: Double, at time: Int64, _ changes: inout [QualityViolation]) {
        run = value == lastValue ? run + 1 : 1
        lastValue = value
        guard let longest = thresholds.longestRun else { return }
        set(.stuck, run > longest, Double(run), Double(longest), time, &changes)
    }

    private mutating func judge(at time: Int64, _ changes: inout [QualityViolation]) {
        let rows = Double(window.rows)
        judgeMissing(at: time, &changes)
        weigh(.nonFinite, Double(window.nonFinite) / rows, nonFiniteLimit, time, &changes)
        weigh(.outOfRange, Double(window.outOfRange) / rows, outOfRangeLimit, time, &changes)
        judgeRate(at: time, &changes)
        window = QualityCounts()
        (windowStart, jumpedBack) = (time, false)
    }

    private mutating func judgeMissing(at time: Int64, _ changes: inout [QualityViolation]) {
        let test = MissingRateTest(
            missing: window.missing,
            of: window.rows,
            referenceMissing: thresholds.referenceMissing,
            of: thresholds.referenceRows
        )
        guard let test else { return }
        let limit = test.referenceRate + Self.missingMargin
        let isChance = test.probability >= Self.significance
        weigh(.missing, isChance ? min(test.rate, limit) : test.rate, limit, time, &changes, calm: limit)
    }

    private mutating func judgeRate(at time: Int64, _ changes: inout [QualityViolation]) {
        guard let interval = thresholds.intervalSeconds, let windowStart, !jumpedBack else { return }
        // The first window knows one interval less than it has rows.
        let intervals = Double(totals.rows == windowRows ? windowRows - 1 : windowRows)
        let found = Self.seconds(from: windowStart, to: time) / intervals
        let factor = found > interval ? found / interval : interval / max(found, 1e-6)
        let calm = 1 + (thresholds.rateFactor - 1) * Self.leaveRatio
        weigh(.rate, factor, thresholds.rateFactor, time, &changes, calm: calm)
    }

    private mutating func weigh(
        _ kind: QualityKind,
        _ statistic: Double,
        _ threshold: Double,
        _ time: Int64,
        _ changes: inout [QualityViolation],
        calm limit: Double? = nil
    ) {
        if statistic > threshold {
            calm[kind.place] = 0
            set(kind, true, statistic, threshold, time, &changes)
        } else {
            calm[kind.place] = statistic <= limit ?? threshold * Self.leaveRatio ? calm[kind.place] + 1 : 0
            if calm[kind.place] >= Self.leaveWindows { set(kind, false, statistic, threshold, time, &changes) }
        }
    }

    private mutating func set(
        _ kind: QualityKind,
        _ isOpen: Bool,
        _ statistic: Double,
        _ threshold: Double,
        _ time: Int64,
        _ changes: inout [QualityViolation]
    ) {
        guard opened[kind.place] != isOpen else { return }
        opened[kind.place] = isOpen
        calm[kind.place] = 0
        changes.append(
            QualityViolation(kind: kind, isOpen: isOpen, statistic: statistic, threshold: threshold, time: time)
        )
    }

    private static func seconds(from start: Int64, to end: Int64) -> Double { (Double(end) - Double(start)) / 1e6 }
}
