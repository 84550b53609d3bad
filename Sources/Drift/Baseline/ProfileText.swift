/// The text of numbers, strings and lists in a profile: equal for equal values, on any machine.
enum ProfileText {
    /// A finite number, as short as it can be without losing a digit.
    static func number(_ value: Double) -> String {
        // 1e15 and above would lose nothing either, but Swift writes them with an exponent already.
        let text = value == 0 ? "0" : "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A list of numbers.
    static func list(_ values: [Double]) -> String { "[" + values.map(number).joined(separator: ",") + "]" }

    /// A list of whole numbers.
    static func list(_ values: [Int]) -> String { "[" + values.map(String.init).joined(separator: ",") + "]" }

    /// A list of strings.
    static func list(_ values: [String]) -> String { "[" + values.map(string).joined(separator: ",") + "]" }

    /// An object of members in the order given; those without a value are left out.
    static func object(_ members: [(String, String?)]) -> String {
        "{" + members.compactMap { name, value in value.map { "\(string(name)):\($0)" } }.joined(separator: ",") + "}"
    }

    /// A string in quotes.
    static func string(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
