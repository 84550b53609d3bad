import Foundation

/// Values from a seed, the same everywhere: SplitMix64, uniform numbers of 53 bits, normal ones by Box and Muller.
struct Signal {
    private var bits: UInt64

    init(seed: UInt64) { bits = seed }

    /// From 0 up to, not including, 1.
    mutating func uniform() -> Double {
        bits &+= 0x9E37_79B9_7F4A_7C15
        var mixed = bits
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }

    /// With mean 0 and deviation 1.
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }
}
