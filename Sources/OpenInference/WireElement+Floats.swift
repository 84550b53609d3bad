import Tensors

/// A type of numbers with a fraction: each JSON number becomes the nearest, by way of the nearest Double, as in numpy.
protocol WireFloat: WireElement {
    init(nearest value: Double)
    var isFinite: Bool { get }
    static var largest: String { get }
}

extension WireFloat {
    static var expectation: String { "\(datatype.rawValue) takes numbers from -\(largest) to \(largest)" }

    /// Nil where the number is beyond the largest of the type.
    init?(wire number: DecimalNumber, _ body: RawSpan) {
        self.init(nearest: number.double(body))
        guard isFinite else { return nil }
    }

    @inline(__always)
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool) {
        guard let magnitude = DecimalNumber.magnitude(mantissa, exponent) else { return nil }
        // No branch on the sign: in numbers of both signs it would be mispredicted every other time.
        self.init(nearest: Double(bitPattern: magnitude.bitPattern | (isNegative ? 1 << 63 : 0)))
        guard isFinite else { return nil }
    }

    @inline(__always)
    init?(mantissa: UInt64, decimals: Int, isNegative: Bool) {
        // Both are exact, so that the quotient is the nearest Double, as in DecimalNumber.magnitude.
        let magnitude = DecimalNumber.exact(mantissa) / PowersOfTen.doubles[decimals]
        self.init(nearest: Double(bitPattern: magnitude.bitPattern | (isNegative ? 1 << 63 : 0)))
    }
}

extension Double: WireFloat {
    static var largest: String { "1.7976931348623157e308" }
    @inline(__always)
    init(nearest value: Double) { self = value }
}

extension Float: WireFloat {
    static var largest: String { "3.4028235e38" }
    @inline(__always)
    init(nearest value: Double) { self.init(value) }
}

extension Float16: WireFloat {
    static var largest: String { "65504" }
    @inline(__always)
    init(nearest value: Double) { self.init(value) }
}

extension BFloat16: WireFloat {
    static var largest: String { "3.3895314e38" }
    @inline(__always)
    init(nearest value: Double) { self.init(value) }
}
