extension ADWIN.State: DetectorState {
    private enum CodingKeys: String, CodingKey {
        case width, total, tick, rows
        case deviation = "squares"
        case entriesPerRow = "entries_per_row"
    }

    /// The most rows that may be read: a window of 2^53 values has fewer.
    private static let mostRows = 54

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let places = try values.decode(Int.self, forKey: .entriesPerRow)
        let rows = try values.decode([[ExactNumber]].self, forKey: .rows)
        try DetectorError.check("entries_per_row", places, in: 2...64)
        try DetectorError.check("rows", rows.count, in: 1...Self.mostRows)
        self.init(entriesPerRow: places)
        width = try values.decode(Double.self, forKey: .width)
        total = try values.decode(ExactNumber.self, forKey: .total).wrappedValue
        deviation = try values.decode(ExactNumber.self, forKey: .deviation).wrappedValue
        tick = try values.decode(Int.self, forKey: .tick)
        counts = [UInt8](repeating: 0, count: rows.count)
        buckets = [ADWIN.Bucket](repeating: ADWIN.Bucket(), count: rows.count * places)
        for (row, numbers) in rows.enumerated() {
            guard numbers.count.isMultiple(of: 2), numbers.count / 2 <= places else {
                throw DetectorError("row \(row) has \(numbers.count) numbers; expected pairs, at most \(places)")
            }
            counts[row] = UInt8(numbers.count / 2)
            for place in 0..<numbers.count / 2 {
                buckets[row * places + place] = ADWIN.Bucket(
                    total: numbers[2 * place].wrappedValue,
                    deviation: numbers[2 * place + 1].wrappedValue
                )
            }
        }
    }

    /// Writes the sums row by row, each as its total and its deviation.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(entriesPerRow, forKey: .entriesPerRow)
        try values.encode(width, forKey: .width)
        try values.encode(ExactNumber(wrappedValue: total), forKey: .total)
        try values.encode(ExactNumber(wrappedValue: deviation), forKey: .deviation)
        try values.encode(tick, forKey: .tick)
        let rows = counts.indices.map { row in
            buckets[row * entriesPerRow..<row * entriesPerRow + Int(counts[row])].flatMap {
                [ExactNumber(wrappedValue: $0.total), ExactNumber(wrappedValue: $0.deviation)]
            }
        }
        try values.encode(rows, forKey: .rows)
    }

    /// Checks that the sums are those of the width, and fit the parameters.
    public func check(_ parameters: ADWIN.Parameters, samples: Int) throws(DetectorError) {
        func check(_ holds: Bool, _ what: String) throws(DetectorError) {
            try DetectorError.check(state: .adwin, holds, what)
        }
        try check(entriesPerRow == parameters.maximalBuckets, "its rows are those of another max_buckets")
        try check((0..<parameters.clock).contains(tick), "tick is \(tick)")
        var held = 0
        for (row, count) in counts.enumerated() { held += Int(count) << row }
        try check(held <= samples, "it holds \(held) values of \(samples)")
        try check(Double(held) == width, "it holds \(held) values, and says \(width)")
        let hasGap = zip(counts, counts.dropFirst()).contains { $0 == 0 && $1 > 0 }
        try check(!hasGap, "a row is empty below one that is not")
        // With greater values sums may overflow, as they do in river.
        guard parameters.limit <= 1e150 else { return }
        try check(buckets.allSatisfy { $0.total.isFinite && $0.deviation >= 0 }, "a sum cannot be")
        var fresh = self
        fresh.sumAnew()
        let (sizes, squares) = magnitudes
        let slack = 1e-6 * (sizes + (fresh.deviation * width).squareRoot())
        try check(abs(total - fresh.total) <= slack, "total is not that of the sums")
        // What is as small as this has lost its last digits.
        let squaredSlack = 1e-6 * (fresh.deviation + squares) + 1e-300
        try check(abs(deviation - fresh.deviation) <= squaredSlack, "squares is not that of the sums")
    }

    /// The sums' magnitudes added up, and the squares of their means, each as often as it has values.
    private var magnitudes: (sizes: Double, squares: Double) {
        var (sizes, squares) = (0.0, 0.0)
        for row in counts.indices {
            for bucket in buckets[row * entriesPerRow..<row * entriesPerRow + Int(counts[row])] {
                sizes += bucket.total.magnitude
                squares += bucket.total * bucket.total / Double(1 << row)
            }
        }
        return (sizes, squares)
    }
}
