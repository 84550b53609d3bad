/// The exact two-sample test of Kolmogorov and Smirnov for two samples of one size.
enum ExactKolmogorovSmirnov {
    /// The probability that the distributions of two samples of `size` values lie `distance`/`size` apart, or more.
    ///
    /// Evaluated as scipy 1.17 does, so that a comparison with it comes out alike. O(size).
    static func probability(_ size: Int, distance: Int) -> Double {
        guard distance > 0 else { return 1 }
        var probability = 0.0
        for turn in stride(from: size / distance, through: 0, by: -1) {
            var paths = 1.0
            let shift = turn * distance
            for step in 0..<distance {
                paths = Double(size - shift - step) * paths / Double(size + shift + step + 1)
            }
            probability = paths * (1 - probability)
        }
        return 2 * probability
    }

    /// The least distance, in `size`-ths, that is at most as probable as `alpha`; `size` + 1 when none is.
    static func critical(_ size: Int, alpha: Double) -> Int {
        var (low, high) = (1, size + 1)
        while low < high {
            let middle = (low + high) / 2
            if probability(size, distance: middle) <= alpha { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
