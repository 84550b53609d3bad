/// The scores of one segment of the training rows.
public struct SegmentScores: Sendable, Equatable {
    /// The rows at which the windows end: as many as there are scores.
    public let rows: Range<Int>
    /// The reconstruction errors, one a window: the mean of |residual| over the standardised window.
    public let scores: [Double]
}

extension SegmentScores {
    /// Gives the scores of all windows of a table back to the segments.
    static func split(_ scores: [Double], over table: TrainingTable, window: Int) -> [SegmentScores] {
        var rest = scores[...]
        return table.segments.filter { $0.count >= window }.map { segment in
            let own = rest.prefix(segment.count - window + 1)
            rest = rest.dropFirst(own.count)
            return SegmentScores(rows: segment.lowerBound + window - 1..<segment.upperBound, scores: Array(own))
        }
    }
}
