/// An element type that JSON numbers become.
protocol WireElement {
    /// The type's name in the protocol, and what it takes, for messages.
    static var expectation: String { get }

    /// The value; nil where the type has none for this number.
    init?(wire number: DecimalNumber, _ body: RawSpan)

    /// The value of ± mantissa × 10^exponent; nil where the type has none, or to have ``init(wire:_:)`` asked.
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool)
}

extension Float: WireElement {
    static var expectation: String { "FP32 takes numbers from -3.4028235e38 to 3.4028235e38" }

    /// By way of the nearest Double, as numpy does; nil where that is beyond the largest Float.
    init?(wire number: DecimalNumber, _ body: RawSpan) {
        let value = Float(number.double(body))
        guard value.isFinite else { return nil }
        self = value
    }

    @inline(__always)
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool) {
        guard let magnitude = DecimalNumber.magnitude(mantissa, exponent) else { return nil }
        // No branch on the sign: in numbers of both signs it would be mispredicted every other time.
        let value = Float(Double(bitPattern: magnitude.bitPattern | (isNegative ? 1 << 63 : 0)))
        guard value.isFinite else { return nil }
        self = value
    }
}

extension Int64: WireElement {
    static var expectation: String {
        "INT64 takes -9223372036854775808 to 9223372036854775807, written without a fraction and an exponent"
    }

    /// Exactly; nil with a fraction or an exponent, or beyond 64 bits.
    init?(wire number: DecimalNumber, _ body: RawSpan) {
        guard !number.isLong else { return nil }
        self.init(
            mantissa: number.mantissa,
            exponent: number.exponent,
            isInteger: number.isInteger,
            isNegative: number.isNegative
        )
    }

    @inline(__always)
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool) {
        guard isInteger, mantissa <= 1 << 63 &- (isNegative ? 0 : 1) else { return nil }
        self = Int64(truncatingIfNeeded: isNegative ? 0 &- mantissa : mantissa)
    }
}
