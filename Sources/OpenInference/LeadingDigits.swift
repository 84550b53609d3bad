/// The three characters that a short decimal begins with: `0.5` or `-0.`.
struct LeadingDigits {
    /// True with a minus sign.
    let isNegative: Bool
    /// The digits after the sign, the point left out: the first of the fraction is one of them where there is no sign.
    let number: UInt64
    /// True where a digit, the point and another digit stand after the sign, if there is one.
    let isValid: Bool

    /// How many of the digits are of the fraction.
    @inline(__always)
    var decimals: Int { isNegative ? 0 : 1 }

    /// Looks at a word, the first character in its lowest byte.
    @inline(__always)
    init(_ text: UInt64) {
        isNegative = text & 0xFF == UInt64(Ascii.minus)
        let unsigned = text >> (isNegative ? 8 : 0) ^ 0x302E30
        let whole = unsigned & 0xFFFF
        let tenths = unsigned >> 16 & 0xFF
        isValid = whole <= 9 && tenths <= 9
        // Without a branch on the sign.
        number = whole &+ (whole &* 9 &+ tenths) & (isNegative ? 0 : .max)
    }
}
