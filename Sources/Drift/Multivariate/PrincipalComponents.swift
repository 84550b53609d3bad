/// The directions in which standardised rows vary most; what they leave of a row is its reconstruction error.
public struct PrincipalComponents: Sendable, Hashable {
    /// The most features.
    public static let mostFeatures = 64
    /// The part of the variance that is kept unless told otherwise.
    public static let usualShare = 0.65

    /// The means of the features.
    public let means: [Double]
    /// Their standard deviations; 1 for a feature that never changes.
    public let deviations: [Double]
    /// The variances along the components that are kept, falling.
    public let eigenvalues: [Double]
    /// The components that are kept, each of length 1 and as long as there are features.
    public let components: [[Double]]

    /// Of the correlations of features.
    ///
    /// - Parameters:
    ///   - correlation: Features × features, row by row, finite.
    ///   - means: The features' means, finite.
    ///   - deviations: Their standard deviations, finite; 0 for one that never changes.
    ///   - share: The part of the variance that the components keep at least: above 0, up to 1.
    /// - Throws: When there is no feature or more than 64, numbers do not fit or are not finite.
    public init(
        correlation: [Double],
        means: [Double],
        deviations: [Double],
        share: Double = Self.usualShare
    ) throws(DriftWindowError) {
        let features = means.count
        guard (1...Self.mostFeatures).contains(features), deviations.count == features,
            correlation.count == features * features
        else {
            throw DriftWindowError("\(features) features cannot be taken apart; expected 1 to \(Self.mostFeatures)")
        }
        guard share > 0, share <= 1 else {
            throw DriftWindowError("the share of the variance is \(share); expected above 0 and up to 1, such as 0.65")
        }
        guard (correlation + means + deviations).allSatisfy(\.isFinite) else {
            throw DriftWindowError("a mean, deviation or correlation is not finite; leave such rows out")
        }
        let eigen = SymmetricEigen(correlation, rows: features)
        let kept = Self.kept(eigen.values, share)
        self.means = means
        self.deviations = deviations.map { $0 > 0 ? $0 : 1 }
        eigenvalues = Array(eigen.values.prefix(kept))
        components = Array(eigen.vectors.prefix(kept))
    }

    /// How many features a row has.
    public var features: Int { means.count }

    private static func kept(_ eigenvalues: [Double], _ share: Double) -> Int {
        let total = eigenvalues.reduce(0) { $0 + max(0, $1) }
        var sum = 0.0
        for (index, value) in eigenvalues.enumerated() {
            sum += max(0, value)
            // A share of 1 must be met although the sums are rounded.
            if sum >= share * total * (1 - 1e-12) { return index + 1 }
        }
        return eigenvalues.count
    }
}
