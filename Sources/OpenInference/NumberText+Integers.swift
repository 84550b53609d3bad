extension NumberText {
    /// Writes a whole number.
    @inline(__always)
    static func write(_ value: Int64, at start: UnsafeMutableRawPointer) -> Int {
        let sign = unsafe writeSign(value < 0, at: start)
        return unsafe sign &+ write(value.magnitude, at: start + sign)
    }

    /// Writes a whole number.
    @inline(__always)
    static func write(_ value: UInt64, at start: UnsafeMutableRawPointer) -> Int {
        if value < 10 {
            unsafe start.storeBytes(of: UInt8(truncatingIfNeeded: value) | Ascii.zero, as: UInt8.self)
            return 1
        }
        return value < 100_000_000
            ? unsafe writeUpToEight(value, at: start)
            : unsafe writeMany(value, at: start)
    }

    /// Writes a number of 1...99 999 999.
    @inline(__always)
    private static func writeUpToEight(_ value: UInt64, at start: UnsafeMutableRawPointer) -> Int {
        let digits = EightDigits(value)
        let zeros = digits.word.trailingZeroBitCount >> 3
        let text = digits.ascii &>> UInt64(truncatingIfNeeded: zeros &* 8)
        unsafe start.storeBytes(of: text.littleEndian, as: UInt64.self)
        return 8 &- zeros
    }

    @inline(never)
    private static func writeMany(_ value: UInt64, at start: UnsafeMutableRawPointer) -> Int {
        let upper = value / 100_000_000
        let count =
            upper < 100_000_000 ? unsafe writeUpToEight(upper, at: start) : unsafe writeMany(upper, at: start)
        let lower = EightDigits(value &- upper &* 100_000_000)
        unsafe start.storeBytes(of: lower.ascii.littleEndian, toByteOffset: count, as: UInt64.self)
        return count &+ 8
    }
}
