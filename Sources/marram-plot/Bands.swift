/// Ranges of rows as stretches of the time axis.
struct Bands {
    /// From where to where, in pixels; rising, apart from each other.
    let stretches: [(left: Double, right: Double)]

    private static let narrowest = 2.0

    /// Reaches half-way to the rows beside a range; what is narrower than can be seen is widened, what touches is joined.
    init(_ ranges: [ClosedRange<Int>], times: [Double], axis: TimeAxis) {
        let edges = (axis.left, axis.left + axis.width)
        func border(_ row: Int, _ beside: Int) -> Double {
            guard times.indices.contains(beside) else { return axis.x(times[row]) }
            return (axis.x(times[row]) + axis.x(times[beside])) / 2
        }
        var joined: [(left: Double, right: Double)] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            var left = border(range.lowerBound, range.lowerBound - 1)
            var right = border(range.upperBound, range.upperBound + 1)
            let missing = Self.narrowest - (right - left)
            if missing > 0 { (left, right) = (left - missing / 2, right + missing / 2) }
            (left, right) = (max(left, edges.0), min(right, edges.1))
            if let last = joined.last, left <= last.right {
                joined[joined.count - 1].right = max(last.right, right)
            } else {
                joined.append((left, right))
            }
        }
        stretches = joined
    }

    /// The stretches over the height of a box.
    func boxes(in box: Box) -> [Box] {
        stretches.map { Box(left: $0.left, top: box.top, width: $0.right - $0.left, height: box.height) }
    }
}
