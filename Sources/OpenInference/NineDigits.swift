/// Nine digits, enough for every Float.
struct NineDigits: SignificantDigits {
    let first: UInt8
    let power: Int
    let count: Int
    /// The other eight.
    private let rest: UInt64

    /// Takes the digits of a decimal below 10^9 and not 0.
    @inline(__always)
    init(_ decimal: ShortestDecimal) {
        let decimal = decimal.extended(to: 100_000_000)
        let leading = decimal.digits / 100_000_000
        let others = EightDigits(decimal.digits &- leading &* 100_000_000)
        first = UInt8(truncatingIfNeeded: leading) | Ascii.zero
        power = decimal.exponent &+ 8
        count = others.countWithoutTrailingZeros &+ 1
        rest = others.ascii
    }

    @inline(__always)
    func store(at start: UnsafeMutableRawPointer) {
        unsafe start.storeBytes(of: first, as: UInt8.self)
        unsafe start.storeBytes(of: rest.littleEndian, toByteOffset: 1, as: UInt64.self)
    }

    @inline(__always)
    func storeFraction(at start: UnsafeMutableRawPointer) {
        let fraction = rest &>> UInt64(truncatingIfNeeded: power &* 8)
        unsafe start.storeBytes(of: fraction.littleEndian, as: UInt64.self)
    }
}
