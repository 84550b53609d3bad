public import Drift

/// How numeric inputs vary together on both sides of a comparison.
public struct RowComparison: Sendable {
    /// The features that were looked at.
    public let features: [String]
    /// How many components were kept of them.
    public let components: Int
    /// Whole rows of the current side.
    public let rows: Int
    /// The mean reconstruction error of the reference's rows.
    public let referenceError: Double
    /// The same of the current rows.
    public let currentError: Double
    /// The limits of the mean reconstruction error; nil where the reference has too few rows to calibrate them.
    public let limits: WindowLimits?
    /// The part of current rows beyond the limit of T², which 1 % of the reference's are.
    public let beyondTSquared: Double
    /// The same of Q.
    public let beyondSquaredError: Double
    /// For each feature the part of current rows whose error it has the largest part in.
    public let contributions: [Double]
    /// Hotelling's test of the means; nil where the reference's rows are not there, or a feature follows from others.
    public let hotelling: HotellingTest?

    /// What the reconstruction error says.
    public var verdict: ComparisonVerdict {
        limits.map { ComparisonVerdict(currentError, $0) } ?? .steady
    }

    /// Compares whole rows; nil where there are none, or the profile has no components.
    ///
    /// - Parameters:
    ///   - profile: What the reference looked like.
    ///   - current: A column for each numeric input, in the profile's order.
    ///   - reference: The same of the reference, where its rows are there.
    init?(_ profile: ReferenceProfile, _ current: [[Double]], reference: [[Double]]?) {
        guard let known = profile.multivariate, current.count == known.components.features else { return nil }
        var scorer = ComponentScorer(known.components)
        var (rows, error, beyond) = (0, 0.0, (0, 0))
        var largest = [Int](repeating: 0, count: current.count)
        for row in current[0].indices {
            guard let score = scorer.score(current.map { $0[row] }) else { continue }
            rows += 1
            error += (score.reconstructionError - error) / Double(rows)
            largest[score.largestFeature] += 1
            beyond.0 += score.tSquared > known.tSquaredLimit ? 1 : 0
            beyond.1 += score.squaredError > known.squaredErrorLimit ? 1 : 0
        }
        guard rows > 0 else { return nil }
        features = profile.fields
        components = known.components.eigenvalues.count
        self.rows = rows
        referenceError = known.meanError
        currentError = error
        limits = profile.errorLimits(rows: rows)
        beyondTSquared = Double(beyond.0) / Double(rows)
        beyondSquaredError = Double(beyond.1) / Double(rows)
        contributions = largest.map { Double($0) / Double(rows) }
        hotelling = reference.flatMap { try? HotellingTest(RowTable(columns: $0), RowTable(columns: current)) }
    }
}
