import Glibc

/// The regularised incomplete beta function.
enum BetaFunction {
    /// Its value, 0 to 1, for `a` and `b` above 0 and `x` from 0 to 1; Lentz's continued fraction.
    static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let logFactor =
            GammaFunction.logarithm(a + b) - GammaFunction.logarithm(a) - GammaFunction.logarithm(b) + a * log(x)
            + b * log1p(-x)
        let value =
            x < (a + 1) / (a + b + 2)
            ? exp(logFactor) * fraction(x, a, b) / a : 1 - exp(logFactor) * fraction(1 - x, b, a) / b
        return min(1, max(0, value))
    }

    /// The probability that an F-distributed number is larger than `f`.
    static func upperF(_ f: Double, _ degrees: Double, _ others: Double) -> Double {
        guard f > 0 else { return 1 }
        return regularised(others / (others + degrees * f), others / 2, degrees / 2)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = d
        for index in 1...10_000 {
            let m = Double(index)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return result
    }

    private static func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
