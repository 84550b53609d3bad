/// A number whose digits fit a word: ± mantissa × 10^exponent.
struct PlainNumber {
    /// The digits, the decimal point left out.
    var mantissa: UInt64
    /// The power of ten, never above 0.
    var exponent: Int
    /// True without a fraction.
    var isInteger: Bool
    /// True with a minus sign.
    var isNegative: Bool
    /// The offset of the byte that follows it.
    var end: Int
}
