/// What runs of one, two, four and more rows take.
struct BatchCurve: Sendable, Equatable {
    /// The time of a run of so many rows.
    struct Point: Sendable, Equatable {
        let rows: Int
        let run: Duration

        var perRow: Duration { run / rows }
    }

    /// By rising numbers of rows; the first is that of one row.
    let points: [Point]

    /// A size whose rows cost so much more than one row alone is worse, and not just measured badly.
    private static let margin = 1.05
    /// What a row must cost at most, compared with the cap so far, for a larger cap to be worth the wait.
    private static let gain = 0.9

    /// The longest run that is worth having when one row takes `single`.
    ///
    /// A quick model stays quick: no batch takes so long that the model would need a thread of its own. A slow one has
    /// that thread; its batches take four times as long as one row at most.
    static func longestRun(single: Duration) -> Duration {
        single <= ModelProfile.slow ? ModelProfile.slow : single * 4
    }

    /// Most rows that it pays to join: no measured size up to it costs more per row than one row alone.
    var limit: Int {
        guard let single = points.first, single.rows == 1 else { return 1 }
        let longest = Self.longestRun(single: single.run)
        var best = single
        for point in points.dropFirst() {
            guard point.run <= longest, point.perRow <= single.perRow * Self.margin else { break }
            if point.perRow <= best.perRow * Self.gain { best = point }
        }
        return best.rows
    }

    /// A straight line through the ends: what a run costs in any case, and what each row adds.
    var costs: (fixed: Duration, row: Duration) {
        guard let first = points.first else { return (.zero, .zero) }
        guard let last = points.last, last.rows > first.rows else { return (.zero, first.perRow) }
        let row = max(.zero, (last.run - first.run) / (last.rows - first.rows))
        return (max(.zero, first.run - row * first.rows), row)
    }
}
