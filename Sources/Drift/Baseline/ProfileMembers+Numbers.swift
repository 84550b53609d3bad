extension ProfileMembers {
    /// The first number outside strings that is not finite: `NaN`, `Infinity`, or beyond Double; nil: there is none.
    static func nonFiniteNumber(in bytes: [UInt8]) -> String? {
        var (token, isText, isEscaped) = ([UInt8](), false, false)
        for byte in bytes {
            if isText {
                (isText, isEscaped) = (
                    isEscaped || byte != UInt8(ascii: "\""), !isEscaped && byte == UInt8(ascii: "\\")
                )
            } else if Self.isPartOfNumber(byte) {
                token.append(byte)
            } else {
                if let found = nonFinite(token) { return found }
                token.removeAll(keepingCapacity: true)
                isText = byte == UInt8(ascii: "\"")
            }
        }
        return nil
    }

    private static func nonFinite(_ token: [UInt8]) -> String? {
        guard token.count >= 3 else { return nil }
        let text = String(decoding: token, as: UTF8.self)
        guard let number = Double(text), !number.isFinite else { return nil }
        return text
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
