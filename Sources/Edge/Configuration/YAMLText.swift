/// A text as a YAML scalar that is read back as the same text.
struct YAMLText: CustomStringConvertible {
    let description: String

    private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off"]

    init(_ text: String) {
        let isWord = text.first.map { $0.isASCII && ($0.isLetter || $0 == "/") } ?? false
        let isAddress = text.count { $0 == "." } == 3 && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        let isPlain = (isWord || isAddress) && text.utf8.allSatisfy(Self.isPlain)
        guard !isPlain || Self.words.contains(text.lowercased()) else {
            description = text
            return
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where Self.needsEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        description = quoted + "\""
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
            || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "_./-".utf8.contains(byte)
        }
    }
}
