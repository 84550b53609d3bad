extension JSONReader {
    /// Reads the number that starts at the position, and goes past it.
    package mutating func scanNumber(_ body: RawSpan) throws(InferError) -> DecimalNumber {
        let number = DecimalNumber(body, at: position)
        guard number.isValid else { throw brokenNumber(body) }
        position = number.end
        return number
    }

    /// The error for what stands at the position and starts like a number, but is none.
    @inline(never)
    func brokenNumber(_ body: RawSpan) -> InferError {
        if wordForNoNumber(body) != nil { return unexpected(body, expecting: "a number") }
        let (at, expecting) = DecimalNumber.fault(body, at: position)
        var reader = self
        reader.position = at
        return reader.unexpected(body, expecting: expecting)
    }
}
