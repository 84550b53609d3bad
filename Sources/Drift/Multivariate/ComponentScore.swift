/// What the components say of one row.
public struct ComponentScore: Sendable, Hashable {
    /// Hotelling's T²: how far out the row is within the components; at least 0.
    public let tSquared: Double
    /// Q, the squared prediction error: the square of what the components leave of the row; at least 0.
    public let squaredError: Double
    /// The feature that has the largest part in ``squaredError``.
    public let largestFeature: Int

    /// The Euclidean reconstruction error of the standardised row.
    public var reconstructionError: Double { squaredError.squareRoot() }
}
