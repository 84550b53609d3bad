extension JSONReader {
    /// Reads the leaves of the array that starts at the position, nested or flat in any mix, and goes past it.
    ///
    /// Never keeps more than `wanted` numbers, nor room for more than the body can still hold.
    /// - Returns: the numbers, and how many there were.
    /// - Throws: `bad_input` naming the element of `owner` that is not a number or does not fit.
    mutating func elements<Element: WireElement>(
        _ type: Element.Type,
        _ body: RawSpan,
        wanted: Int,
        owner: TensorLabel
    ) throws(InferError) -> (values: [Element], found: Int) {
        guard peek(body) == Ascii.openBracket else {
            throw try wrongValue(body, "\(owner): data is", "expected an array of numbers")
        }
        let outside = depth
        let room = min(wanted, (body.byteCount &- position) / 2)
        var values: [Element] = []
        values.reserveCapacity(room)
        var found = 0
        guard try firstElement(body) else { return (values, 0) }
        while true {
            let byte = peek(body)
            if byte == Ascii.openBracket {
                if try firstElement(body) { continue }
            } else if byte == Ascii.minus || byte &- Ascii.zero <= 9 {
                let kept = values.count
                values.append(addingCapacity: room &- kept) { position = body.plainNumbers(position, into: &$0) }
                if values.count > kept {
                    found &+= values.count &- kept
                    _ = next(body)
                    continue
                }
                let number = try scanNumber(body)
                guard let value = Element(wire: number, body) else {
                    throw misfit(number, body, "\(owner): element \(found)", Element.expectation)
                }
                if found < wanted { values.append(value) }
                found &+= 1
            } else {
                throw try wrongValue(body, "\(owner): element \(found) of data is", "expected a number")
            }
            while try !nextElement(body) {
                if depth == outside { return (values, found) }
            }
        }
    }

    /// Reads an array of whole numbers from 0 up, and goes past it.
    mutating func dimensions(_ body: RawSpan, most: Int, owner: TensorLabel) throws(InferError) -> [Int] {
        guard peek(body) == Ascii.openBracket else {
            throw try wrongValue(body, "\(owner): shape is", "expected an array of whole numbers such as [1,4]")
        }
        var dimensions: [Int] = []
        guard try firstElement(body) else { return dimensions }
        repeat {
            let byte = peek(body)
            guard byte == Ascii.minus || byte &- Ascii.zero <= 9 else {
                throw try wrongValue(
                    body,
                    "\(owner): dimension \(dimensions.count) of shape is",
                    "expected a whole number"
                )
            }
            let number = try scanNumber(body)
            guard let value = Int64(wire: number, body), let size = Int(exactly: value), size >= 0 else {
                let place = "\(owner): dimension \(dimensions.count) of shape"
                throw misfit(
                    number,
                    body,
                    place,
                    "expected a whole number from 0 up, without a fraction and an exponent"
                )
            }
            guard dimensions.count < most else {
                throw InferError(.badInput, "\(owner): shape has more than \(most) dimensions")
            }
            dimensions.append(size)
        } while try nextElement(body)
        return dimensions
    }

    /// The error for a value of the wrong kind; the error in its grammar where it has one.
    @inline(never)
    mutating func wrongValue(
        _ body: RawSpan,
        _ what: @autoclosure () -> String,
        _ expectation: String
    ) throws(InferError) -> InferError {
        let found = kind(body)
        try skipValue(body)
        return InferError(.badInput, "\(what()) \(found), \(expectation)")
    }

    @inline(never)
    private func misfit(
        _ number: DecimalNumber,
        _ body: RawSpan,
        _ place: @autoclosure () -> String,
        _ expectation: String
    ) -> InferError {
        let shown = (number.start..<number.end).prefix(40)
        var text = ""
        for index in shown { text.unicodeScalars.append(Unicode.Scalar(body.byte(index))) }
        if shown.endIndex < number.end { text += "…" }
        return InferError(.badInput, "\(place()) is \(text); \(expectation)")
    }
}
