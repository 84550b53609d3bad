import Glibc

/// The gamma function's logarithm and its incomplete integral.
enum GammaFunction {
    private static let coefficients = [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ]

    /// The logarithm of the gamma function of a number above 0, to 14 digits; Lanczos's series, g = 7.
    static func logarithm(_ x: Double) -> Double {
        guard x >= 0.5 else { return log(.pi / sin(.pi * x)) - logarithm(1 - x) }
        var sum = coefficients[0]
        for (index, coefficient) in coefficients.enumerated().dropFirst() {
            sum += coefficient / (x - 1 + Double(index))
        }
        let t = x + 6.5
        return 0.5 * log(2 * .pi) + (x - 0.5) * log(t) - t + log(sum)
    }

    /// The regularised upper incomplete gamma function, 0 to 1, for `a` above 0 and `x` of at least 0.
    ///
    /// Series below a + 1, Lentz's continued fraction above it.
    static func upper(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        guard x.isFinite else { return 0 }
        let factor = exp(a * log(x) - x - logarithm(a))
        return min(1, max(0, x < a + 1 ? 1 - factor * series(a, x) : factor * fraction(a, x)))
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum, n) = (1 / a, 1 / a, a)
        for _ in 0..<10_000 where term > sum * 1e-16 {
            n += 1
            term *= x / n
            sum += term
        }
        return sum
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var result = d
        for index in 1...10_000 {
            let n = -Double(index) * (Double(index) - a)
            b += 2
            d = 1 / (abs(n * d + b) < tiny ? tiny : n * d + b)
            c = abs(b + n / c) < tiny ? tiny : b + n / c
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return result
    }
}
