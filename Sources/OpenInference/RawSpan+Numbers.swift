extension RawSpan {
    /// Appends numbers as long as they are plain: up to 8 digits, up to 16 more after a point, no exponent, a comma or
    /// the array's end right behind them, and before each the space that stands before the first, or none.
    ///
    /// The inner loop of the codec: no call, no error, nothing that has to stay in memory. Whatever is not plain or wrong
    /// is left to the reader that knows the whole grammar.
    /// - Returns: the offset behind the last number that was appended.
    @inline(never)
    func plainNumbers<Element: WireElement>(_ offset: Int, into values: inout OutputSpan<Element>) -> Int {
        // A text has a space behind every comma or behind none: to look at each would make each number wait for the last.
        let gap = byte(offset &- 1) == Ascii.space ? 2 : 1
        var end = offset
        var start = offset
        // Whether the next may be a short decimal, as the last was: in other numbers the look would be for nothing.
        var isLikelyDecimal = true
        while true {
            if isLikelyDecimal {
                let next = decimals(start, gap, into: &values)
                if next > start { end = next &- gap }
                start = next
            }
            guard !values.isFull, let number = plainNumber(start), let value = Element(number) else { break }
            let separator = byte(number.end)
            guard separator == Ascii.comma || separator == Ascii.closeBracket else { break }
            values.append(value)
            isLikelyDecimal = -9..<0 ~= number.exponent
            end = number.end
            start = end &+ gap
            guard separator == Ascii.comma, gap == 1 || byte(start &- 1) == Ascii.space else { break }
        }
        return end
    }

    /// Appends numbers as long as they are what is sent most, one digit, a point and up to 8 digits, with a comma behind.
    ///
    /// Where a number ends must be known before the next is read, so that takes one load and no look at the sign: three
    /// characters stand before the digits that are counted, `-0.` or `0.5`. Nor is the sign a branch: it would be
    /// mispredicted every other time in numbers of both signs.
    /// - Returns: the offset behind the gap after the last.
    @inline(__always)
    private func decimals<Element: WireElement>(
        _ offset: Int,
        _ gap: Int,
        into values: inout OutputSpan<Element>
    ) -> Int {
        var start = offset
        while start <= byteCount &- 16, !values.isFull {
            let digits = PackedDigits(uncheckedWord(start &+ 3))
            let end = start &+ 3 &+ digits.count
            let lead = LeadingDigits(uncheckedWord(start))
            guard lead.isValid, uncheckedByte(end) == Ascii.comma,
                gap == 1 || uncheckedByte(end &+ 1) == Ascii.space
            else { break }
            let value = Element(
                mantissa: lead.number &* PowersOfTen.integers[digits.count] &+ digits.number,
                decimals: lead.decimals &+ digits.count,
                isNegative: lead.isNegative
            )
            guard let value else { break }
            values.append(value)
            start = end &+ gap
        }
        return start
    }

    @inline(__always)
    private func plainNumber(_ start: Int) -> PlainNumber? {
        let isNegative = byte(start) == Ascii.minus
        var at = isNegative ? start &+ 1 : start
        let first = byte(at) &- Ascii.zero
        var mantissa: UInt64 = 0
        var whole = 1
        if first <= 9, byte(at &+ 1) == Ascii.point {
            // The usual case by a branch that is predicted, so that the next load need not wait for a count.
            mantissa = UInt64(first)
        } else {
            whole = upToEightDigits(at, into: &mantissa)
            guard whole > 0, whole < 8, first != 0 || whole == 1 else { return nil }
        }
        at &+= whole
        guard byte(at) == Ascii.point else {
            return PlainNumber(mantissa: mantissa, exponent: 0, isInteger: true, isNegative: isNegative, end: at)
        }
        let fraction = at &+ 1
        at = fraction
        var count = upToEightDigits(at, into: &mantissa)
        at &+= count
        if count == 8 {
            count = upToEightDigits(at, into: &mantissa)
            at &+= count
            if count == 8 { at &+= upToEightDigits(at, into: &mantissa) }
        }
        let exponent = fraction &- at
        guard exponent < 0, whole &- exponent <= (first == 0 ? 20 : 19) else { return nil }
        return PlainNumber(mantissa: mantissa, exponent: exponent, isInteger: false, isNegative: isNegative, end: at)
    }
}
