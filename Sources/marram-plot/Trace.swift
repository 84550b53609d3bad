/// A series as lines on the picture, with no more points than its pixels can show.
enum Trace {
    /// Lines between the gaps of a series.
    ///
    /// Of the rows that fall on one column of pixels the first, the least, the greatest and the last stay, so that no peak
    /// is lost and the size of the picture does not depend on the number of rows. A gap narrower than that is not seen.
    static func lines(_ values: [Double], at times: [Double], _ x: TimeAxis, _ y: ValueAxis) -> [[Point]] {
        var lines: [[Point]] = []
        var line: [Point] = []
        var column = PixelColumn()
        var gap = false
        func place(_ row: Int) -> Point { Point(x: x.x(times[row]), y: y.y(values[row])) }
        for row in values.indices {
            if values[row].isNaN {
                gap = true
                continue
            }
            let pixel = Int(x.x(times[row]))
            if pixel != column.pixel {
                column.empty { line.append(place($0)) }
                if gap, !line.isEmpty {
                    lines.append(line)
                    line.removeAll(keepingCapacity: true)
                }
            }
            gap = false
            column.add(row, values[row], at: pixel)
        }
        column.empty { line.append(place($0)) }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}

/// The rows that fall on one column of pixels.
private struct PixelColumn {
    private(set) var pixel = Int.min
    private var rows: (first: Int, least: Int, greatest: Int, last: Int)?
    private var least = 0.0, greatest = 0.0

    mutating func add(_ row: Int, _ value: Double, at pixel: Int) {
        self.pixel = pixel
        guard var rows else {
            rows = (row, row, row, row)
            (least, greatest) = (value, value)
            return
        }
        if value < least { (least, rows.least) = (value, row) }
        if value > greatest { (greatest, rows.greatest) = (value, row) }
        rows.last = row
        self.rows = rows
    }

    /// Gives the rows that stay, in their order, and begins anew.
    mutating func empty(_ take: (Int) -> Void) {
        guard let rows else { return }
        var taken = -1
        let (early, late) = (min(rows.least, rows.greatest), max(rows.least, rows.greatest))
        for row in [rows.first, early, late, rows.last] where row > taken {
            take(row)
            taken = row
        }
        self.rows = nil
        pixel = .min
    }
}
