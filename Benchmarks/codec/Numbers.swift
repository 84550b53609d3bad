/// Numbers that are the same in every run: a linear congruential generator (Knuth's MMIX).
struct Numbers {
    private var state: UInt64 = 1

    private mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }

    /// A number below 10 with five decimals.
    mutating func nextDecimal() -> String {
        let digits = String(next() % 1_000_000 + 1_000_000).dropFirst()
        return digits.prefix(1) + "." + digits.dropFirst()
    }

    /// A number from 0 to 1, as a model's probabilities are.
    mutating func nextFraction() -> Float {
        Float(next() % 16_777_216) / 16_777_216
    }
}
