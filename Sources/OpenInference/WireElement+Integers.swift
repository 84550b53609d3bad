import Tensors

/// A type of whole numbers, each read exactly.
protocol WireInteger: WireElement, FixedWidthInteger {}

extension WireInteger {
    static var expectation: String {
        "\(datatype.rawValue) takes \(Self.min) to \(Self.max), written without a fraction and an exponent"
    }

    /// Nil with a fraction or an exponent, or beyond the type's range.
    init?(wire number: DecimalNumber, _ body: RawSpan) {
        guard number.isInteger else { return nil }
        if number.isLong {
            // Twenty digits may still be a UINT64; the reader has checked the grammar.
            guard let text = try? UTF8Span(validating: Span(_bytes: body.extracting(number.start..<number.end))) else {
                return nil
            }
            self.init(String(copying: text))
        } else {
            self.init(mantissa: number.mantissa, exponent: 0, isInteger: true, isNegative: number.isNegative)
        }
    }

    @inline(__always)
    init?(mantissa: UInt64, exponent: Int, isInteger: Bool, isNegative: Bool) {
        guard isInteger else { return nil }
        if isNegative {
            guard mantissa <= UInt64(Self.max) &+ 1, Self.isSigned || mantissa == 0 else { return nil }
            self.init(truncatingIfNeeded: 0 &- mantissa)
        } else {
            guard mantissa <= UInt64(Self.max) else { return nil }
            self.init(truncatingIfNeeded: mantissa)
        }
    }

    @inline(__always)
    init?(mantissa: UInt64, decimals: Int, isNegative: Bool) { nil }
}

extension UInt8: WireInteger {}
extension UInt16: WireInteger {}
extension UInt32: WireInteger {}
extension UInt64: WireInteger {}
extension Int8: WireInteger {}
extension Int16: WireInteger {}
extension Int32: WireInteger {}
extension Int64: WireInteger {}
