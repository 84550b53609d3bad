/// Numbers at equal distances in time, by their place on the time line; NaN where nothing is known.
struct PointRing: Sendable {
    private var points: [Float]

    init(limit: Int) { points = [Float](repeating: .nan, count: limit) }

    /// The number at a place; only the latest `limit` places hold what was written.
    subscript(place: Int) -> Float {
        get { points[place % points.count] }
        set { points[place % points.count] = newValue }
    }

    /// The numbers of so many places up to `end`, nil where nothing is known.
    func values(count: Int, through end: Int) -> [Float?] {
        (end - count + 1...end).map { place in
            let value = self[place]
            return value.isFinite ? value : nil
        }
    }
}
