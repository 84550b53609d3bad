/// Mean and spread of some numbers, correct for numbers of any finite size.
///
/// The sums are made of numbers divided by a power of two near the largest, so that squares of 1e308 are no infinity.
struct Moments {
    /// What the numbers were multiplied with: a power of two, 1 for numbers of ordinary size.
    let scale: Double
    /// The mean of the scaled numbers.
    let scaledMean: Double
    /// The population's standard deviation of the scaled numbers.
    let scaledDeviation: Double

    /// The mean.
    var mean: Double { scaledMean / scale }
    /// The population's standard deviation.
    var deviation: Double { scaledDeviation / scale }

    /// Of finite numbers; two passes about the first number, so that a large mean costs no digits.
    ///
    /// Of none: 0 and 0.
    init(_ values: some Collection<Double>) {
        let scale = Self.scale(values.lazy.map(\.magnitude).max() ?? 0)
        self.scale = scale
        guard let first = values.first, values.contains(where: { $0 != first }) else {
            scaledMean = (values.first ?? 0) * scale
            scaledDeviation = 0
            return
        }
        let count = Double(values.count)
        let shift = first * scale
        let mean = shift + values.reduce(0) { $0 + ($1 * scale - shift) } / count
        scaledMean = mean
        scaledDeviation = (values.reduce(0) { $0 + ($1 * scale - mean) * ($1 * scale - mean) } / count).squareRoot()
    }

    /// The power of two that brings numbers up to `largest` near 1; 1 where squares need no help.
    static func scale(_ largest: Double) -> Double {
        guard largest > 1e100 || (largest > 0 && largest < 1e-100) else { return 1 }
        // 2^-1022 is the smallest normal number, 2^1000 far from the largest.
        return Double(sign: .plus, exponent: -max(-1000, min(1022, largest.exponent)), significand: 1)
    }
}
