/// The shortest decimal that reads back as a given number, and of those the one closest to it: digits × 10^exponent.
///
/// Found by Schubfach: Raffaello Giulietti, "The Schubfach way to render doubles", 2020. The rounding interval of
/// a number holds either one multiple of 10^(exponent + 1), which is then the shortest, or at least one of
/// 10^exponent, of which the closest is taken. All is reckoned in quarters of 10^exponent, rounded to odd: every
/// comparison with a whole number of quarters comes out as it would with exact values.
struct ShortestDecimal: Equatable {
    /// The digits as a whole number; zeros may stand at its end.
    var digits: UInt64
    var exponent: Int

    /// Takes a decimal as it is.
    @inline(__always)
    init(digits: UInt64, exponent: Int) {
        self.digits = digits
        self.exponent = exponent
    }

    /// The shortest decimal of a finite Float.
    @inline(__always)
    init(_ value: Float) { self.init(BinaryNumber(value), Self.narrowProduct) }

    /// The shortest decimal of a finite Float16.
    @inline(__always)
    init(_ value: Float16) { self.init(BinaryNumber(value), Self.narrowProduct) }

    /// The shortest decimal of a finite Double.
    @inline(__always)
    init(_ value: Double) { self.init(BinaryNumber(value), Self.wideProduct) }

    @inline(__always)
    private init(_ number: BinaryNumber, _ product: (UInt128, UInt64) -> UInt64) {
        // ⌊log₁₀ 2^exponent⌋, or that of ¾ × 2^exponent, and ⌊log₂ 10^-scale⌋, right for every exponent of a Double.
        let scale = (number.exponent &* 1_262_611 &- (number.isLowerCloser ? 524_031 : 0)) >> 22
        let power = PowersOfTen.wide[292 &- scale]
        let shift = UInt64(truncatingIfNeeded: number.exponent &+ (0 &- scale &* 1_741_647) >> 19 &+ 1)
        // The interval's ends belong to it where the significand is even, as ties are read to even.
        let odd = number.significand & 1
        let center = number.significand &<< 2
        let lower = product(power, (center &- (number.isLowerCloser ? 1 : 2)) &<< shift) &+ odd
        let value = product(power, center &<< shift)
        let upper = product(power, (center &+ 2) &<< shift) &- odd

        let tens = value / 40 &* 40
        let isTenBelow = bit(lower <= tens)
        let isTenAbove = bit(tens &+ 40 <= upper)
        let ones = value & ~3
        let isOneBelow = bit(lower <= ones)
        let isOneAbove = bit(ones &+ 4 <= upper)
        let isPastHalf = bit(value & 3 &+ (value >> 2) & 1 > 2)
        let nearest = ones &+ (isOneAbove & (isPastHalf | ~isOneBelow)) &* 4
        let ten = tens &+ isTenAbove &* 40
        digits = (nearest ^ ((nearest ^ ten) & (0 &- (isTenBelow ^ isTenAbove)))) >> 2
        exponent = scale
    }

    /// power × quarters / 2^64, rounded to odd, for quarters below 2^32.
    ///
    /// The power is too large by less than 1, so the product by less than 2^32: 1 or 0 in its second quarter is 0.
    @inline(__always)
    private static func narrowProduct(_ power: UInt128, _ quarters: UInt64) -> UInt64 {
        let upper = UInt64(truncatingIfNeeded: power >> 64) &+ bit(UInt64(truncatingIfNeeded: power) != 0)
        let (high, low) = upper.multipliedFullWidth(by: quarters)
        return high | bit(low >> 32 > 1)
    }

    /// power × quarters / 2^128, rounded to odd: as `narrowProduct` with all twice as wide.
    @inline(__always)
    private static func wideProduct(_ power: UInt128, _ quarters: UInt64) -> UInt64 {
        let carried = UInt64(truncatingIfNeeded: power).multipliedFullWidth(by: quarters).high
        let (high, low) = UInt64(truncatingIfNeeded: power >> 64).multipliedFullWidth(by: quarters)
        let (sum, overflow) = low.addingReportingOverflow(carried)
        return (high &+ bit(overflow)) | bit(sum > 1)
    }
}

/// 1 for true: what is chosen by arithmetic costs no mispredicted branch.
@inline(__always)
private func bit(_ condition: Bool) -> UInt64 { condition ? 1 : 0 }
