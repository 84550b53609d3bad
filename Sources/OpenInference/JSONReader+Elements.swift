import Tensors

extension JSONReader {
    /// Reads the leaves of the array that starts at the position, nested or flat in any mix, and goes past it.
    ///
    /// Never keeps more than `wanted` of them.
    /// - Returns: how many there were.
    /// - Throws: `bad_input` naming the element of `owner` that is of the wrong kind or does not fit.
    mutating func elements<Leaves: ElementLeaves>(
        _ body: RawSpan,
        wanted: Int,
        owner: TensorLabel,
        into leaves: inout Leaves
    ) throws(InferError) -> Int {
        guard peek(body) == Ascii.openBracket else {
            throw try wrongValue(body, "\(owner): data is", "expected an array of \(Leaves.plural)")
        }
        let outside = depth
        var found = 0
        guard try firstElement(body) else { return 0 }
        while true {
            if peek(body) == Ascii.openBracket {
                if try firstElement(body) { continue }
            } else {
                let many = leaves.takeMany(&self, body)
                found &+= many
                if many == 0 {
                    let place = found
                    try leaves.takeOne(&self, body, isWanted: found < wanted, place: "\(owner): element \(place)")
                    found &+= 1
                }
            }
            while try !nextElement(body) {
                if depth == outside { return found }
            }
        }
    }

    /// Appends the whole numbers from 0 up that an array holds to a shape, and goes past it.
    mutating func shape(
        _ body: RawSpan,
        most: Int,
        owner: TensorLabel,
        into shape: inout Shape
    ) throws(InferError) {
        guard peek(body) == Ascii.openBracket else {
            throw try wrongValue(body, "\(owner): shape is", "expected an array of whole numbers such as [1,4]")
        }
        guard try firstElement(body) else { return }
        repeat {
            let size = try dimension(body, shape.rank, owner: owner)
            guard shape.rank < most else {
                throw InferError(.badInput, "\(owner): shape has more than \(most) dimensions")
            }
            guard shape.append(size) else {
                let text = (shape.dimensions + [size]).map(String.init).joined(separator: ",")
                throw InferError(.badInput, "\(owner): shape [\(text)] has more elements than can be counted")
            }
        } while try nextElement(body)
    }

    private mutating func dimension(_ body: RawSpan, _ index: Int, owner: TensorLabel) throws(InferError) -> Int {
        let byte = peek(body)
        guard byte == Ascii.minus || byte &- Ascii.zero <= 9 else {
            throw try wrongValue(body, "\(owner): dimension \(index) of shape is", "expected a whole number")
        }
        let number = try scanNumber(body)
        guard let value = Int64(wire: number, body), let size = Int(exactly: value), size >= 0 else {
            throw misfit(
                number,
                body,
                "\(owner): dimension \(index) of shape",
                "expected a whole number from 0 up, without a fraction and an exponent"
            )
        }
        return size
    }

    /// The error for a value of the wrong kind; the error in its grammar where it has one.
    @inline(never)
    package mutating func wrongValue(
        _ body: RawSpan,
        _ what: @autoclosure () -> String,
        _ expectation: String
    ) throws(InferError) -> InferError {
        let found = kind(body)
        try skipValue(body)
        return InferError(.badInput, "\(what()) \(found), \(expectation)")
    }

    @inline(never)
    package func misfit(
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
