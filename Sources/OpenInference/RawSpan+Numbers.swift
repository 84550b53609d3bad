extension RawSpan {
    /// Appends numbers as long as they are plain: up to 8 digits, up to 16 more after a point, no exponent, a comma or
    /// a comma and a space behind them.
    ///
    /// The inner loop of the codec: no call, no error, nothing that has to stay in memory. Whatever is not plain, last,
    /// wrong, or near the end of the text is left to the reader that knows the whole grammar.
    /// - Returns: the offset of the first byte that is not of a number appended here, nor of its comma and space.
    @inline(never)
    func plainNumbers<Element: WireElement>(_ offset: Int, into values: inout OutputSpan<Element>) -> Int {
        var start = offset
        while !values.isFull {
            let isNegative = byte(start) == Ascii.minus
            var at = isNegative ? start &+ 1 : start
            var mantissa: UInt64 = 0
            var exponent = 0
            var whole = 1
            let first = byte(at) &- Ascii.zero
            if first <= 9, byte(at &+ 1) == Ascii.point {
                // The usual case by a branch that is predicted, so that the next load need not wait for a count.
                mantissa = UInt64(first)
            } else {
                whole = upToEightDigits(at, into: &mantissa)
                guard whole > 0, whole < 8, first != 0 || whole == 1 else { break }
            }
            at &+= whole
            let isInteger = byte(at) != Ascii.point
            if !isInteger {
                let fraction = at &+ 1
                at = fraction
                var count = upToEightDigits(at, into: &mantissa)
                at &+= count
                if count == 8 {
                    count = upToEightDigits(at, into: &mantissa)
                    at &+= count
                    if count == 8 {
                        count = upToEightDigits(at, into: &mantissa)
                        at &+= count
                    }
                }
                exponent = fraction &- at
                guard exponent < 0, whole &- exponent <= (byte(start) == Ascii.zero ? 20 : 19) else { break }
            }
            guard byte(at) == Ascii.comma else { break }
            let value = Element(
                mantissa: mantissa,
                exponent: exponent,
                isInteger: isInteger,
                isNegative: isNegative
            )
            guard let value else { break }
            values.append(value)
            at &+= 1
            start = byte(at) == Ascii.space ? at &+ 1 : at
        }
        return start
    }
}
