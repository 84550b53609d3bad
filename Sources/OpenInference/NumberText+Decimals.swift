extension NumberText {
    /// Writes a Float: digits and point up to 2^24 and down to 0.0001, else with an exponent.
    @inline(__always)
    static func write(_ value: Float, at start: UnsafeMutableRawPointer) -> Int {
        guard value.isFinite, value != 0 else { return unsafe writeSpecial(value, at: start) }
        let sign = unsafe writeSign(value.sign == .minus, at: start)
        let digits = NineDigits(ShortestDecimal(value))
        return unsafe sign &+ write(digits, isLarge: value.magnitude > 0x1p24, at: start + sign)
    }

    /// Writes a Float16: digits and point down to 0.0001, else with an exponent; what is above 2^11 with all digits.
    @inline(__always)
    static func write(_ value: Float16, at start: UnsafeMutableRawPointer) -> Int {
        guard value.isFinite, value != 0 else { return unsafe writeSpecial(value, at: start) }
        let sign = unsafe writeSign(value.sign == .minus, at: start)
        let isWhole = value.magnitude > 0x1p11
        var decimal =
            isWhole ? ShortestDecimal(digits: UInt64(value.magnitude), exponent: 0) : ShortestDecimal(value)
        // Five digits at most: with four more they come near nine at once.
        decimal.digits &*= 10_000
        decimal.exponent &-= 4
        return unsafe sign &+ write(NineDigits(decimal), isLarge: false, at: start + sign)
    }

    /// Writes a Double: digits and point up to 2^53 and down to 0.0001, else with an exponent.
    @inline(__always)
    static func write(_ value: Double, at start: UnsafeMutableRawPointer) -> Int {
        guard value.isFinite, value != 0 else { return unsafe writeSpecial(value, at: start) }
        let sign = unsafe writeSign(value.sign == .minus, at: start)
        let digits = SeventeenDigits(ShortestDecimal(value))
        return unsafe sign &+ write(digits, isLarge: value.magnitude > 0x1p53, at: start + sign)
    }

    @inline(__always)
    private static func write<Digits: SignificantDigits>(
        _ digits: Digits,
        isLarge: Bool,
        at start: UnsafeMutableRawPointer
    ) -> Int {
        if isLarge || digits.power < -4 { return unsafe writeScientific(digits, at: start) }
        if digits.power < 0 {
            unsafe start.storeBytes(of: UInt64(0x3030_3030_3030_2E30).littleEndian, as: UInt64.self)
            let zeros = 1 &- digits.power
            unsafe digits.store(at: start + zeros)
            return zeros &+ digits.count
        }
        unsafe digits.store(at: start)
        unsafe digits.storeFraction(at: start + digits.power + 2)
        unsafe start.storeBytes(of: Ascii.point, toByteOffset: digits.power &+ 1, as: UInt8.self)
        return max(digits.count, digits.power &+ 2) &+ 1
    }

    /// Writes `1.5e-07` or, where there is one digit, `1e-07`.
    @inline(__always)
    private static func writeScientific<Digits: SignificantDigits>(_ digits: Digits, at start: UnsafeMutableRawPointer)
        -> Int
    {
        unsafe digits.store(at: start + 1)
        unsafe start.storeBytes(of: digits.first, as: UInt8.self)
        unsafe start.storeBytes(of: Ascii.point, toByteOffset: 1, as: UInt8.self)
        let end = digits.count == 1 ? 1 : digits.count &+ 1
        return unsafe end &+ writeExponent(digits.power, at: start + end)
    }

    /// Writes the letter, the sign and two digits or, where two are too few, three.
    @inline(__always)
    private static func writeExponent(_ power: Int, at start: UnsafeMutableRawPointer) -> Int {
        let magnitude = power.magnitude
        let hundreds = UInt8(truncatingIfNeeded: magnitude / 100)
        let rest = UInt8(truncatingIfNeeded: magnitude % 100)
        let at = hundreds == 0 ? 2 : 3
        unsafe start.storeBytes(of: Ascii.e, as: UInt8.self)
        unsafe start.storeBytes(of: power < 0 ? Ascii.minus : Ascii.plus, toByteOffset: 1, as: UInt8.self)
        unsafe start.storeBytes(of: hundreds | Ascii.zero, toByteOffset: 2, as: UInt8.self)
        unsafe start.storeBytes(of: rest / 10 | Ascii.zero, toByteOffset: at, as: UInt8.self)
        unsafe start.storeBytes(of: rest % 10 | Ascii.zero, toByteOffset: at &+ 1, as: UInt8.self)
        return at &+ 2
    }
}
