import Tensors

/// An element type that JSON numbers become.
protocol WireElement: TensorElement {
    /// The type's name in the protocol, and what it takes, for messages.
    static var expectation: String { get }

    /// The value; nil where the type has none for this number.
    init?(wire number: DecimalNumber, _ body: RawSpan)

    /// The value of ± mantissa × 10^exponent; nil where the type has none, or to have ``init(wire:_:)`` asked.
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool)
}
