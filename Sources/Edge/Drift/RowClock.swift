import Telemetry

/// When rows came in: a mark now and then, from which the time of any row is told roughly.
struct RowClock: Sendable, Codable {
    /// Most marks; when they are used up every other one goes.
    static let mostMarks = 512

    private var rows: [Int] = []
    private var times: [Int64] = []
    /// Rows from one mark to the next.
    private var spacing = 16

    /// Notes when a row came in; rows are counted upwards.
    mutating func note(_ row: Int, at time: Timestamp) {
        guard row >= (rows.last.map { $0 + spacing } ?? 0) else { return }
        rows.append(row)
        times.append(time.microseconds)
        guard rows.count > Self.mostMarks else { return }
        rows = rows.indices.filter { $0.isMultiple(of: 2) }.map { rows[$0] }
        times = times.indices.filter { $0.isMultiple(of: 2) }.map { times[$0] }
        spacing *= 2
    }

    /// When a row came in, or one shortly before it; nil before the first.
    func time(of row: Int) -> Timestamp? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] <= row { low = middle + 1 } else { high = middle }
        }
        return times.isEmpty ? nil : Timestamp(microseconds: times[max(0, low - 1)])
    }

    /// Whether it can have been saved by this program.
    var isSound: Bool {
        rows.count == times.count && rows.count <= Self.mostMarks && (1...1 << 50).contains(spacing)
            && zip(rows, rows.dropFirst()).allSatisfy(<)
    }
}
