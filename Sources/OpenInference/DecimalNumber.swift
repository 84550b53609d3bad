/// A number as it stands in the body: its value is ± mantissa × 10^exponent unless it has too many digits.
package struct DecimalNumber {
    /// Where its first byte stands, which may be the minus sign.
    package var start: Int
    /// Where it ends: the offset of the byte that follows; `start` where there is no number that RFC 8259 allows.
    package var end: Int
    /// True with a minus sign.
    package var isNegative: Bool
    /// True without a fraction and an exponent.
    package var isInteger: Bool
    /// True where more than 19 digits count, so that `mantissa` does not hold them.
    package var isLong: Bool
    /// The digits, the decimal point left out.
    package var mantissa: UInt64
    /// The power of ten.
    package var exponent: Int

    /// True where there is a number.
    package var isValid: Bool { end > start }

    /// Reads the number that starts at an offset.
    package init(_ body: RawSpan, at start: Int) {
        self.start = start
        end = start
        mantissa = 0
        exponent = 0
        isInteger = true
        isLong = false
        isNegative = body.byte(start) == Ascii.minus
        let firstDigit = isNegative ? start &+ 1 : start
        var at = firstDigit
        if body.byte(at) == Ascii.zero {
            at &+= 1
            if body.byte(at) &- Ascii.zero <= 9 { return }
        } else {
            at = body.digits(at, into: &mantissa)
            if at == firstDigit { return }
        }
        var digits = at &- firstDigit
        if body.byte(at) == Ascii.point {
            let fraction = at &+ 1
            at = body.digits(fraction, into: &mantissa)
            if at == fraction { return }
            exponent = fraction &- at
            digits &-= exponent
            isInteger = false
        }
        if body.byte(at) | 0x20 == Ascii.e {
            guard let (power, end) = Self.exponent(body, at) else { return }
            exponent &+= power
            at = end
            isInteger = false
        }
        isLong = digits > 19 && digits &- Self.leadingZeros(body, firstDigit..<at) > 19
        end = at
    }

    /// The exponent whose letter stands at an offset, and where it ends; one that no Double has is cut at some such.
    private static func exponent(_ body: RawSpan, _ letter: Int) -> (power: Int, end: Int)? {
        var at = letter &+ 1
        let isNegative = body.byte(at) == Ascii.minus
        if isNegative || body.byte(at) == Ascii.plus { at &+= 1 }
        let first = at
        var power = 0
        while true {
            let digit = body.byte(at) &- Ascii.zero
            guard digit <= 9 else { break }
            if power < 100_000_000 { power = power &* 10 &+ Int(digit) }
            at &+= 1
        }
        return at == first ? nil : (isNegative ? -power : power, at)
    }

    private static func leadingZeros(_ body: RawSpan, _ range: Range<Int>) -> Int {
        var zeros = 0
        for index in range {
            switch body.byte(index) {
            case Ascii.zero: zeros &+= 1
            case Ascii.point: continue
            default: return zeros
            }
        }
        return zeros
    }

    /// Where in a text that is no number the grammar is broken, and what it wants there.
    static func fault(_ body: RawSpan, at start: Int) -> (at: Int, expecting: StaticString) {
        var at = start
        if body.byte(at) == Ascii.minus { at &+= 1 }
        if body.byte(at) == Ascii.zero {
            at &+= 1
            if body.byte(at) &- Ascii.zero <= 9 {
                return (at, "the end of the number, as one that starts with 0 has no more digits,")
            }
        } else {
            guard body.byte(at) &- Ascii.zero <= 9 else { return (at, "a digit") }
            while body.byte(at) &- Ascii.zero <= 9 { at &+= 1 }
        }
        if body.byte(at) == Ascii.point {
            at &+= 1
            guard body.byte(at) &- Ascii.zero <= 9 else { return (at, "a digit after the decimal point") }
            while body.byte(at) &- Ascii.zero <= 9 { at &+= 1 }
        }
        at &+= 1
        if body.byte(at) == Ascii.minus || body.byte(at) == Ascii.plus { at &+= 1 }
        return (at, "a digit of the exponent")
    }
}
