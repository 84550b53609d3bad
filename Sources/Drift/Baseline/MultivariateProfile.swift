/// How the numeric inputs varied together in training.
public struct MultivariateProfile: Sendable, Hashable {
    /// The part of the variance that the components keep at least.
    public let share: Double
    /// Above this T² are 1 % of training rows.
    public let tSquaredLimit: Double
    /// Above this Q are 1 % of training rows.
    public let squaredErrorLimit: Double
    /// The mean reconstruction error of training rows.
    public let meanError: Double
    /// The limits of a window's mean reconstruction error for the profile's window sizes.
    public let calibrated: [Double]
    /// The components.
    public let components: PrincipalComponents
    /// The correlations below the diagonal, row by row, in parts of 32,767.
    let correlation: [Int16]

    /// - Throws: When numbers do not fit, or there are no or too many features.
    init(
        correlation: [Int16],
        means: [Double],
        deviations: [Double],
        share: Double,
        limits: (tSquared: Double, squaredError: Double, mean: Double, calibrated: [Double])
    ) throws(DriftWindowError) {
        self.correlation = correlation
        self.share = share
        tSquaredLimit = limits.tSquared
        squaredErrorLimit = limits.squaredError
        meanError = limits.mean
        calibrated = limits.calibrated
        components = try Self.components(correlation, means, deviations, share)
    }

    static func components(
        _ correlation: [Int16],
        _ means: [Double],
        _ deviations: [Double],
        _ share: Double
    ) throws(DriftWindowError) -> PrincipalComponents {
        let features = means.count
        guard correlation.count == features * (features - 1) / 2, deviations.count == features else {
            throw DriftWindowError(
                "\(correlation.count) correlations for \(features) features; expected one of any two"
            )
        }
        var matrix = [Double](repeating: 0, count: features * features)
        var next = 0
        for row in 0..<features {
            // A feature that never changes has no variance to keep.
            matrix[row * features + row] = deviations[row] > 0 ? 1 : 0
            for column in 0..<row {
                matrix[row * features + column] = Double(correlation[next]) / 32_767
                matrix[column * features + row] = matrix[row * features + column]
                next += 1
            }
        }
        return try PrincipalComponents(correlation: matrix, means: means, deviations: deviations, share: share)
    }
}
