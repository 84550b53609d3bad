extension PrincipalComponents {
    /// Of rows of training.
    ///
    /// - Parameters:
    ///   - table: Two rows or more, of 1 to 64 numbers.
    ///   - share: The part of the variance that the components keep at least: above 0, up to 1.
    /// - Throws: When there are too few rows, or too many features.
    public init(_ table: RowTable, share: Double = Self.usualShare) throws(DriftWindowError) {
        guard table.count > 1, table.width <= Self.mostFeatures else {
            throw DriftWindowError(
                "\(table.count) whole rows of \(table.width) numbers; expected 2 or more of 1 to \(Self.mostFeatures)"
            )
        }
        let moments = (0..<table.width).map { Moments(table.column($0)) }
        try self.init(
            correlation: table.correlation(moments),
            means: moments.map(\.mean),
            deviations: moments.map(\.deviation),
            share: share
        )
    }

    /// The mean reconstruction error of rows; nil of none, or of rows of another width.
    public func meanError(_ table: RowTable) -> Double? {
        guard table.count > 0, table.width == features else { return nil }
        var scorer = ComponentScorer(self)
        let errors = (0..<table.count).compactMap { scorer.score(table[$0])?.reconstructionError }
        return errors.reduce(0) { $0 + $1 / Double(table.count) }
    }
}
