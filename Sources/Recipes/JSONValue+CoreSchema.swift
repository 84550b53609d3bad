extension JSONValue {
    /// Returns what a scalar without quotes means; nil for a number that is not finite, or too large.
    static func plain(_ text: String) -> JSONValue? {
        switch text {
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        if [".inf", ".Inf", ".INF"].contains(unsigned) || [".nan", ".NaN", ".NAN"].contains(text) { return nil }
        if let digits = text.hasPrefix("0o")
            ? (8, text.dropFirst(2)) : text.hasPrefix("0x") ? (16, text.dropFirst(2)) : nil,
            !digits.1.isEmpty, digits.1.utf8.allSatisfy({ isDigit($0, radix: digits.0) })
        {
            return Int(digits.1, radix: digits.0).map(JSONValue.integer)
        }
        if !unsigned.isEmpty, unsigned.utf8.allSatisfy({ isDigit($0, radix: 10) }) {
            return Int(text).map(JSONValue.integer)
        }
        guard isDecimal(unsigned) else { return .string(text) }
        guard let number = Double(text), number.isFinite else { return nil }
        return .number(number)
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "7"): true
        case UInt8(ascii: "8"), UInt8(ascii: "9"): radix >= 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }

    /// `.5`, `1.`, `1.5e-3`: digits on one side of the point at least.
    private static func isDecimal(_ unsigned: Substring) -> Bool {
        let pieces = unsigned.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard let mantissa = pieces.first else { return false }
        let sides = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isDigits = { (side: Substring) in side.utf8.allSatisfy { isDigit($0, radix: 10) } }
        guard sides.allSatisfy(isDigits), sides.contains(where: { !$0.isEmpty }) else { return false }
        guard pieces.count == 2 else { return true }
        let exponent = pieces[1].first == "-" || pieces[1].first == "+" ? pieces[1].dropFirst() : pieces[1]
        return !exponent.isEmpty && isDigits(exponent)
    }
}
