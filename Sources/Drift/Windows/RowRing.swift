/// The latest rows of a window, in the order in which they came; takes its memory once.
struct RowRing<Row: Sendable>: Sendable {
    let span: WindowSpan
    private(set) var rows: [Row] = []
    private var next = 0
    private var sinceJudged = 0

    init(_ span: WindowSpan) {
        self.span = span
        rows.reserveCapacity(span.size)
    }

    /// Whether a window is complete and the step since the last one is done.
    private(set) var isDue = false

    /// Takes a row and returns the one that left the window for it.
    mutating func add(_ row: Row) -> Row? {
        sinceJudged += 1
        isDue = false
        defer {
            if rows.count == span.size, sinceJudged >= span.step {
                isDue = true
                sinceJudged = 0
            }
        }
        guard rows.count == span.size else {
            rows.append(row)
            return nil
        }
        let left = rows[next]
        rows[next] = row
        next = next + 1 == span.size ? 0 : next + 1
        return left
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        (next, sinceJudged, isDue) = (0, 0, false)
    }
}
