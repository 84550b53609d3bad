import Foundation

/// Numbers that look random and are always the same: SplitMix64.
public struct Draws: Sendable {
    private var state: UInt64

    /// Begins with a seed.
    public init(_ seed: UInt64) { state = seed }

    /// Any 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From 0 to below 1.
    public mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Normally distributed, of two uniform ones.
    public mutating func normal() -> Double {
        let first = 1 - unit()
        return (-2 * log(first)).squareRoot() * cos(2 * Double.pi * unit())
    }

    /// Numbers of a normal distribution.
    public mutating func normals(_ count: Int, mean: Double = 0, sd: Double = 1) -> [Double] {
        (0..<count).map { _ in mean + sd * normal() }
    }
}
