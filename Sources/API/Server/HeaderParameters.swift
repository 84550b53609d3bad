/// A header's value with parameters, such as `form-data; name="text"; filename="day.csv"`.
struct HeaderParameters {
    /// What stands before the first `;`, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    /// Reads a value; what is no parameter is passed over, and of two with one name the first counts.
    ///
    /// It goes by bytes: a mark behind a quote makes another character of it.
    init(_ text: String) {
        let fields = Self.fields(of: text[...].utf8)
        value = Self.name(fields[0])
        for field in fields.dropFirst() {
            guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = Self.name(field[..<equals])
            if parameters[name] == nil {
                parameters[name] = Self.unquoted(Self.trimmed(field[field.index(after: equals)...]))
            }
        }
    }

    /// A parameter by its name in lower case.
    subscript(name: String) -> String? { parameters[name] }

    /// What stands between the `;` that are not quoted; one at least.
    private static func fields(of text: Substring.UTF8View) -> [Substring.UTF8View] {
        var fields: [Substring.UTF8View] = []
        var start = text.startIndex
        var isQuoted = false
        var isEscaped = false
        for place in text.indices {
            let byte = text[place]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ";"), !isQuoted {
                fields.append(text[start..<place])
                start = text.index(after: place)
            }
        }
        return fields + [text[start...]]
    }

    private static func name(_ field: Substring.UTF8View) -> String {
        String(decoding: trimmed(field), as: UTF8.self).lowercased()
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func unquoted(_ text: Substring.UTF8View) -> String {
        let quote = UInt8(ascii: "\"")
        guard text.count > 1, text.first == quote, text.last == quote else {
            return String(decoding: text, as: UTF8.self)
        }
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in text.dropFirst().dropLast() {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
            } else {
                plain.append(byte)
                isEscaped = false
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
