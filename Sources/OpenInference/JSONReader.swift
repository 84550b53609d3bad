/// A place in a JSON text, and the strict grammar of RFC 8259 from there on.
///
/// The text itself is handed to every function: the reader is a few words that can be copied to come back to a place.
package struct JSONReader {
    /// The offset of the next byte.
    package var position: Int
    /// How many arrays and objects stand open.
    var depth: Int
    /// How many may.
    let maximumDepth: Int

    /// The most that ``skipValue(_:)`` can keep track of.
    static let deepest = 128

    /// Starts at the first byte.
    package init(maximumDepth: Int) {
        position = 0
        depth = 0
        self.maximumDepth = max(0, min(maximumDepth, Self.deepest))
    }

    /// The next byte, or 0 at the end: a byte that no JSON text may hold.
    @inline(__always)
    package func peek(_ body: RawSpan) -> UInt8 {
        body.byte(position)
    }

    /// Goes past white space; returns the byte that follows, 0 at the end.
    @inline(__always)
    package mutating func next(_ body: RawSpan) -> UInt8 {
        let byte = peek(body)
        return byte > Ascii.space ? byte : nextAfterSpace(body)
    }

    @inline(never)
    private mutating func nextAfterSpace(_ body: RawSpan) -> UInt8 {
        while position < body.byteCount {
            switch body.byte(position) {
            case Ascii.space, Ascii.newline, Ascii.carriageReturn, Ascii.tab: position &+= 1
            case let byte: return byte
            }
        }
        return 0
    }

    /// Goes past the `[` or `{` that stands at the position.
    @inline(__always)
    mutating func enter(_ body: RawSpan) throws(InferError) {
        guard depth < maximumDepth else { throw tooDeep() }
        depth &+= 1
        position &+= 1
    }

    /// Goes past the `]` or `}` that stands at the position.
    @inline(__always)
    mutating func leave() {
        depth &-= 1
        position &+= 1
    }

    /// The first key of the object that starts at the position, its colon passed; nil where it is empty.
    mutating func firstKey(_ body: RawSpan) throws(InferError) -> KeyWord? {
        try enter(body)
        guard next(body) != Ascii.closeBrace else {
            leave()
            return nil
        }
        return try key(body, expecting: "a key in double quotes or '}'")
    }

    /// The key after the value that has just been read, its colon passed; nil at the end of the object.
    mutating func nextKey(_ body: RawSpan) throws(InferError) -> KeyWord? {
        switch next(body) {
        case Ascii.comma:
            position &+= 1
            _ = next(body)
            return try key(body, expecting: "a key in double quotes")
        case Ascii.closeBrace:
            leave()
            return nil
        default:
            throw unexpected(body, expecting: "',' or '}'")
        }
    }

    private mutating func key(_ body: RawSpan, expecting: StaticString) throws(InferError) -> KeyWord {
        guard peek(body) == Ascii.quote else { throw unexpected(body, expecting: expecting) }
        let word: KeyWord
        if let short = shortKey(body) { word = short } else { word = keyWord(try scanString(body), body) }
        guard next(body) == Ascii.colon else { throw unexpected(body, expecting: "':' after a key") }
        position &+= 1
        _ = next(body)
        return word
    }

    /// The key whose opening quote stands at the position, and goes past it; nil, and stays, where it is not one of up to
    /// eight characters of ASCII without escapes, as most are.
    @inline(__always)
    private mutating func shortKey(_ body: RawSpan) -> KeyWord? {
        let text = body.eightBytes(position &+ 1)
        let count = RawSpan.plainText(text)
        guard body.byte(position &+ 1 &+ count) == Ascii.quote else { return nil }
        position &+= count &+ 2
        return KeyWord(text, count: count)
    }

    /// The text of a string that has been scanned, to be compared.
    func keyWord(_ place: StringPlace, _ body: RawSpan) -> KeyWord {
        place.escaped ? KeyWord(decoded: decode(place, body).utf8) : KeyWord(body, place.range)
    }

    /// Enters the array that starts at the position; false where it is empty (and then it has been left).
    package mutating func firstElement(_ body: RawSpan) throws(InferError) -> Bool {
        try enter(body)
        guard next(body) != Ascii.closeBracket else {
            leave()
            return false
        }
        return true
    }

    /// Goes to the next element; false at the end of the array (and then it has been left).
    package mutating func nextElement(_ body: RawSpan) throws(InferError) -> Bool {
        switch next(body) {
        case Ascii.comma:
            position &+= 1
            _ = next(body)
            return true
        case Ascii.closeBracket:
            leave()
            return false
        default:
            throw unexpected(body, expecting: "',' or ']'")
        }
    }

    /// Checks that nothing but white space is left.
    package mutating func end(_ body: RawSpan) throws(InferError) {
        _ = next(body)
        guard position == body.byteCount else { throw unexpected(body, expecting: "nothing after the object") }
    }
}
