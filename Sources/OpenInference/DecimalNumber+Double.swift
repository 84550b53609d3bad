extension DecimalNumber {
    /// The nearest Double, ties to even; infinite where it is too large for one.
    package func double(_ body: RawSpan) -> Double {
        if !isLong, let magnitude = Self.magnitude(mantissa, exponent) {
            return isNegative ? -magnitude : magnitude
        }
        // The reader has checked the grammar, which is a subset of what Double reads.
        guard let text = try? UTF8Span(validating: Span(_bytes: body.extracting(start..<end))) else { return 0 }
        return Double(String(copying: text)) ?? .infinity
    }

    /// The Double nearest to mantissa × 10^exponent, ties to even; nil where that takes more than 128 bits.
    ///
    /// Clinger 1990 ("How to read floating point numbers accurately") where one exact operation does it, else whole
    /// 128-bit arithmetic.
    @inline(__always)
    static func magnitude(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        guard mantissa < 1 << 52, exponent >= -22, exponent <= 22 else { return wideMagnitude(mantissa, exponent) }
        let whole = exact(mantissa)
        return exponent < 0 ? whole / PowersOfTen.doubles[-exponent] : whole * PowersOfTen.doubles[exponent]
    }

    /// A number below 2^52 as a Double: with the bits of 2^52 above it, it is that much more.
    ///
    /// The processor's conversion would keep a part of the register that it writes to, and so wait for the number before.
    @inline(__always)
    static func exact(_ number: UInt64) -> Double {
        Double(bitPattern: number | 0x4330_0000_0000_0000) - 0x1p52
    }

    @inline(never)
    private static func wideMagnitude(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        if mantissa == 0 { return 0 }
        if exponent < 0, exponent >= -27 { return quotient(mantissa, PowersOfTen.fives[-exponent], exponent) }
        if exponent >= 0, exponent <= 27 { return product(mantissa, PowersOfTen.fives[exponent], exponent) }
        return nil
    }

    /// mantissa / (five × 2^-exponent): 62 bits or more of the quotient and whether anything is left round it rightly.
    private static func quotient(_ mantissa: UInt64, _ five: UInt64, _ exponent: Int) -> Double {
        let up = mantissa.leadingZeroBitCount
        let dividend = mantissa << UInt64(up)
        let widen = five.leadingZeroBitCount
        let divisor = five << UInt64(widen)
        let (bits, rest) = divisor.dividingFullWidth((dividend >> 1, dividend << 63))
        return Double(bits | (rest == 0 ? 0 : 1)) * powerOfTwo(widen &- up &- 63 &+ exponent)
    }

    /// mantissa × five × 2^exponent: the highest 64 bits and whether anything stands below them round it rightly.
    private static func product(_ mantissa: UInt64, _ five: UInt64, _ exponent: Int) -> Double {
        let (high, low) = mantissa.multipliedFullWidth(by: five)
        guard high != 0 else { return Double(low) * powerOfTwo(exponent) }
        let up = high.leadingZeroBitCount
        let bits = high << UInt64(up) | low >> UInt64(64 &- up)
        return Double(bits | (low << UInt64(up) == 0 ? 0 : 1)) * powerOfTwo(64 &- up &+ exponent)
    }

    /// 2^exponent, for -1022...1023.
    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(truncatingIfNeeded: 1023 &+ exponent) << 52)
    }
}
