/// The scores of one segment of the training rows.
public struct SegmentScores: Sendable, Equatable {
    /// The rows at which the windows end: as many as there are scores.
    public let rows: Range<Int>
    /// The reconstruction errors, one a window: the mean of |residual| over the standardised window.
    public let scores: [Double]
}
