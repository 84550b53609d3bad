import Foundation

/// Round numbers (1, 2 or 5 times a power of ten apart) within two bounds.
struct RoundScale {
    /// The numbers, rising.
    let values: [Double]
    private let step: Double

    /// Finds at most `most` of them, or two.
    init(from low: Double, to high: Double, most: Int) {
        let raw = (high - low) / Double(max(2, most))
        let power = pow(10, log10(raw).rounded(.down))
        let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999_999 } ?? raw
        self.step = step
        let first = (low / step).rounded(.up)
        let count = max(0, Int(((high / step).rounded(.down) - first).rounded()) + 1)
        values = (0..<count).map { (first + Double($0)) * step }
    }

    /// The number as a label, with as many digits as the step needs.
    func text(_ value: Double) -> String {
        let largest = max(abs(values.first ?? 0), abs(values.last ?? 0))
        let digits = max(0, -Int(log10(step * 1.000_001).rounded(.down)))
        if value == 0 { return "0" }
        if largest >= 1e6 || digits > 5 {
            let significant = max(0, Int((log10(largest) - log10(step) + 0.000_001).rounded(.down)))
            return String(format: "%.*e", min(significant, 6), value)
        }
        return String(format: "%.*f", digits, value)
    }
}
