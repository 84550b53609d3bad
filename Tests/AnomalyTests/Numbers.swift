/// The same random numbers for the same seed.
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    /// A whole number from 0 up to, not including, `bound`.
    mutating func next(_ bound: Int) -> Int { Int(unit() * Double(bound)) }

    /// A number from 0 up to, not including, 1.
    mutating func unit() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / 0x1p53
    }
}
