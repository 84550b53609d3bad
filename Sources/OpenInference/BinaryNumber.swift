/// The magnitude of a finite floating point number: significand × 2^exponent.
struct BinaryNumber {
    var significand: UInt64
    var exponent: Int
    /// True where the next number below is half as far away as the next above, as it is for most powers of two.
    var isLowerCloser: Bool

    /// Takes a number apart; not for infinities and NaN.
    @inline(__always)
    init<Number: BinaryFloatingPoint>(_ number: Number) {
        let fraction = UInt64(truncatingIfNeeded: number.significandBitPattern)
        let biased = Int(truncatingIfNeeded: number.exponentBitPattern)
        let bits = Number.significandBitCount
        let bias = (1 << (Number.exponentBitCount &- 1)) &- 1 &+ bits
        significand = biased == 0 ? fraction : fraction | 1 << UInt64(truncatingIfNeeded: bits)
        exponent = (biased == 0 ? 1 : biased) &- bias
        isLowerCloser = fraction == 0 && biased > 1
    }
}
