import Tensors

/// Chance, the same for the same seed on every machine: sums and products of whole random numbers, no library's functions.
struct SimulatedNoise: Sendable {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// A seed for something else.
    mutating func seed() -> UInt64 { random.next() }

    /// A number of a range, its end left out.
    mutating func uniform(_ range: Range<Double>) -> Double {
        let unit = Double(random.next() >> 11) * 0x1p-53
        return range.lowerBound + unit * (range.upperBound - range.lowerBound)
    }

    /// A whole number from 0 up, below `count`.
    mutating func index(below count: Int) -> Int {
        Int(random.next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A number of mean 0 and variance 1, nearly normal, within ±6: twelve uniform ones added up (Irwin and Hall).
    mutating func normal() -> Double {
        var sum: UInt64 = 0
        for _ in 0..<3 {
            let bits = random.next()
            sum += (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        }
        return Double(sum) * 0x1p-16 - 6
    }
}
