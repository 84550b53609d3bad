/// The upper half of a Float: its exponent, and 8 digits of precision in base 2.
public struct BFloat16: BitwiseCopyable, Sendable, Hashable {
    /// The bits: sign, 8 of the exponent, 7 of the fraction.
    public var bitPattern: UInt16

    /// Makes one of its bits.
    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// The nearest one, ties to even; infinite beyond the largest, NaN stays NaN.
    public init(_ value: Float) {
        let bits = value.bitPattern
        if value.isNaN {
            bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x40
        } else {
            let half: UInt32 = 0x7FFF &+ (bits >> 16 & 1)
            bitPattern = UInt16(truncatingIfNeeded: (bits &+ half) >> 16)
        }
    }

    /// The nearest one, ties to even; infinite beyond the largest, NaN stays NaN.
    public init(_ value: Double) {
        let float = Float(value)
        let rounded = Double(float)
        guard rounded != value, !value.isNaN else {
            self.init(float)
            return
        }
        // Rounded twice, a number just beside a tie would be taken for the tie. So what a Float cannot hold is cut off,
        // and the last bit set in its place (rounding to odd: Boldo and Melquiond 2008).
        let cut = rounded.magnitude > value.magnitude ? float.bitPattern &- 1 : float.bitPattern
        self.init(Float(bitPattern: cut | 1))
    }

    /// False for NaN and infinities.
    public var isFinite: Bool { bitPattern & 0x7F80 != 0x7F80 }
}

extension Float {
    /// The same number; every BFloat16 is a Float.
    public init(_ value: BFloat16) { self.init(bitPattern: UInt32(value.bitPattern) << 16) }
}
