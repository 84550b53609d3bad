/// The latest rows, judged by components as they come.
///
/// Adding a row allocates nothing; rows with a number that is missing or not finite are counted and left out.
public struct MultivariateWindow: Sendable {
    /// Rows in the window that were left out.
    public private(set) var incomplete = 0
    private var scorer: ComponentScorer
    private var ring: RowRing<ComponentScore?>

    /// Makes an empty window.
    public init(_ components: PrincipalComponents, span: WindowSpan) {
        scorer = ComponentScorer(components)
        ring = RowRing(span)
    }

    /// Takes the next row; returns whether a window is now to be judged.
    public mutating func add(_ row: [Double]) -> Bool {
        let score = scorer.score(row)
        if score == nil { incomplete += 1 }
        if let left = ring.add(score), left == nil { incomplete -= 1 }
        return ring.isDue
    }

    /// The mean reconstruction error of the window's whole rows; nil where there is none.
    public func meanError() -> Double? {
        var (sum, count) = (0.0, 0)
        for score in ring.rows {
            guard let score else { continue }
            sum += score.reconstructionError
            count += 1
        }
        return count > 0 ? sum / Double(count) : nil
    }

    /// The part of the window's whole rows above the limits of T² and of Q; nil where there is no whole row.
    public func shareBeyond(tSquared: Double, squaredError: Double) -> (tSquared: Double, squaredError: Double)? {
        let count = Double(ring.rows.count - incomplete)
        guard count > 0 else { return nil }
        var (first, second) = (0.0, 0.0)
        for score in ring.rows {
            guard let score else { continue }
            if score.tSquared > tSquared { first += 1 }
            if score.squaredError > squaredError { second += 1 }
        }
        return (first / count, second / count)
    }

    /// For each feature: the part of the window's whole rows whose error it has the largest part in.
    public func contributions() -> [Double] {
        var shares = [Double](repeating: 0, count: scorer.components.features)
        let count = Double(max(1, ring.rows.count - incomplete))
        for score in ring.rows {
            guard let score else { continue }
            shares[score.largestFeature] += 1 / count
        }
        return shares
    }

    /// Forgets all rows.
    public mutating func removeAll() {
        ring.removeAll()
        incomplete = 0
    }
}
