extension JSONReader {
    /// Where the first key of the object that starts at the position stands, its colon passed; nil where it is empty.
    package mutating func firstKeyPlace(_ body: RawSpan) throws(InferError) -> StringPlace? {
        try enter(body)
        guard next(body) != Ascii.closeBrace else {
            leave()
            return nil
        }
        return try keyPlace(body, expecting: "a key in double quotes or '}'")
    }

    /// Where the key after the value that has just been read stands, its colon passed; nil at the end of the object.
    package mutating func nextKeyPlace(_ body: RawSpan) throws(InferError) -> StringPlace? {
        switch next(body) {
        case Ascii.comma:
            position &+= 1
            _ = next(body)
            return try keyPlace(body, expecting: "a key in double quotes")
        case Ascii.closeBrace:
            leave()
            return nil
        default:
            throw unexpected(body, expecting: "',' or '}'")
        }
    }

    private mutating func keyPlace(_ body: RawSpan, expecting: StaticString) throws(InferError) -> StringPlace {
        guard peek(body) == Ascii.quote else { throw unexpected(body, expecting: expecting) }
        let place = try scanString(body)
        guard next(body) == Ascii.colon else { throw unexpected(body, expecting: "':' after a key") }
        position &+= 1
        _ = next(body)
        return place
    }
}
