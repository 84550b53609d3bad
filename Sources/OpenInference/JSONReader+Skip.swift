extension JSONReader {
    /// Checks the grammar of the value that starts at the position, and goes past it.
    package mutating func skipValue(_ body: RawSpan) throws(InferError) {
        // One bit for each open array or object, the innermost lowest: set for an object.
        var objects: UInt128 = 0
        let outside = depth
        while true {
            switch peek(body) {
            case Ascii.openBracket:
                if try firstElement(body) {
                    objects <<= 1
                    continue
                }
            case Ascii.openBrace:
                if try firstKey(body) != nil {
                    objects = objects << 1 | 1
                    continue
                }
            default:
                try skipScalar(body)
            }
            while depth > outside {
                let isInside = objects & 1 == 1 ? try nextKey(body) != nil : try nextElement(body)
                if isInside { break }
                objects >>= 1
            }
            if depth == outside { return }
        }
    }

    private mutating func skipScalar(_ body: RawSpan) throws(InferError) {
        switch peek(body) {
        case Ascii.quote: _ = try scanString(body)
        case Ascii.minus, Ascii.zero...Ascii.nine: _ = try scanNumber(body)
        case Ascii.t: try skipWord("true", body)
        case Ascii.f: try skipWord("false", body)
        case Ascii.n: try skipWord("null", body)
        default: throw unexpected(body, expecting: "a value")
        }
    }

    private mutating func skipWord(_ word: StaticString, _ body: RawSpan) throws(InferError) {
        guard starts(body, with: "\(word)") else { throw unexpected(body, expecting: word) }
        position &+= word.utf8CodeUnitCount
    }
}
