/// Seventeen digits, enough for every Double.
struct SeventeenDigits: SignificantDigits {
    let first: UInt8
    let power: Int
    let count: Int
    /// The eight after the first.
    private let middle: UInt64
    /// The last eight.
    private let last: UInt64

    /// Takes the digits of a decimal below 10^17 and not 0.
    @inline(__always)
    init(_ decimal: ShortestDecimal) {
        let decimal = decimal.extended(to: 10_000_000_000_000_000)
        let upper = decimal.digits / 100_000_000
        let leading = upper / 100_000_000
        let left = EightDigits(upper &- leading &* 100_000_000)
        let right = EightDigits(decimal.digits &- upper &* 100_000_000)
        first = UInt8(truncatingIfNeeded: leading) | Ascii.zero
        power = decimal.exponent &+ 16
        let others = right.word == 0 ? left.countWithoutTrailingZeros : right.countWithoutTrailingZeros &+ 8
        count = others &+ 1
        middle = left.ascii
        last = right.ascii
    }

    @inline(__always)
    func store(at start: UnsafeMutableRawPointer) {
        unsafe start.storeBytes(of: first, as: UInt8.self)
        unsafe start.storeBytes(of: middle.littleEndian, toByteOffset: 1, as: UInt64.self)
        unsafe start.storeBytes(of: last.littleEndian, toByteOffset: 9, as: UInt64.self)
    }

    @inline(__always)
    func storeFraction(at start: UnsafeMutableRawPointer) {
        let shift = UInt64(truncatingIfNeeded: power &* 8)
        guard power < 8 else {
            unsafe start.storeBytes(of: (last &>> shift).littleEndian, as: UInt64.self)
            return
        }
        unsafe start.storeBytes(of: (middle &>> shift).littleEndian, as: UInt64.self)
        unsafe start.storeBytes(of: last.littleEndian, toByteOffset: 8 &- power, as: UInt64.self)
    }
}
