/// What a window may be.
enum WindowLimits {
    /// The most rows of a window.
    static let rows = 10_000
    /// The most numbers of a window: a covariance of 4096 x 4096 takes 128 MiB.
    static let numbers = 4096

    static func check(window: Int) throws(TrainingError) {
        guard (1...rows).contains(window) else {
            throw TrainingError("a window of \(window) rows was asked for; it must have 1 to \(rows)")
        }
    }

    /// Checks that windows of a table can be learnt from, and returns how many there are.
    static func count(window: Int, of table: TrainingTable) throws(TrainingError) -> Int {
        let (size, overflows) = window.multipliedReportingOverflow(by: table.fields.count)
        guard !overflows, size <= numbers else {
            throw TrainingError(
                "a window of \(window) rows of \(table.fields.count) fields has too many numbers: at most \(numbers) "
                    + "are taken; choose a shorter window or fewer fields"
            )
        }
        let count = table.segments.reduce(0) { $0 + max(0, $1.count - window + 1) }
        guard count >= 2 else {
            let longest = table.segments.map(\.count).max() ?? 0
            throw TrainingError(
                "a window has \(window) rows, and the longest stretch without a gap has \(longest) of "
                    + "\(table.rowCount) rows: at least \(window + 1) are needed; give more rows, choose a shorter "
                    + "window, or allow larger gaps"
            )
        }
        return count
    }
}
