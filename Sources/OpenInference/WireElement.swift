import Tensors

/// An element type that JSON numbers become.
protocol WireElement: TensorElement {
    /// The type's name in the protocol, and what it takes, for messages.
    static var expectation: String { get }

    /// The value; nil where the type has none for this number.
    init?(wire number: DecimalNumber, _ body: RawSpan)

    /// The value of ± mantissa × 10^exponent; nil where the type has none, or to have ``init(wire:_:)`` asked.
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool)

    /// The value of ± mantissa / 10^decimals, less than 10 with at most 9 decimals; nil where the type has none.
    init?(mantissa: UInt64, decimals: Int, isNegative: Bool)
}

extension WireElement {
    /// The value of a number; nil where the type has none, or to have ``init(wire:_:)`` asked.
    @inline(__always)
    init?(_ number: PlainNumber) {
        self.init(
            mantissa: number.mantissa,
            exponent: number.exponent,
            isInteger: number.isInteger,
            isNegative: number.isNegative
        )
    }
}
