/// The digits of a decimal as ASCII, brought to a fixed number by zeros at the end.
protocol SignificantDigits {
    /// The first, which is not zero.
    var first: UInt8 { get }
    /// The power of ten that the first digit counts.
    var power: Int { get }
    /// How many there are without the zeros at the end; at least 1.
    var count: Int { get }

    /// Stores all.
    func store(at start: UnsafeMutableRawPointer)

    /// Stores those that count less than one, and zeros after them; for powers from 0 to one below the digits.
    func storeFraction(at start: UnsafeMutableRawPointer)
}

extension ShortestDecimal {
    /// The same value with digits enough to reach `least`, a power of ten not below 10^2.
    ///
    /// Two digits are added without a branch: that suffices for all but subnormal numbers.
    @inline(__always)
    func extended(to least: UInt64) -> ShortestDecimal {
        let one: UInt64 = digits < least ? 1 : 0
        let two: UInt64 = digits < least / 10 ? 1 : 0
        var extended = self
        extended.digits &*= (one &* 9 &+ 1) &* (two &* 9 &+ 1)
        extended.exponent &-= Int(truncatingIfNeeded: one &+ two)
        while extended.digits < least {
            extended.digits &*= 10
            extended.exponent &-= 1
        }
        return extended
    }
}
