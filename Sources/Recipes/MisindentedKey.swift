/// A key that is indented below a key with a value of its own, so that it belongs to nothing.
struct MisindentedKey {
    /// How the two lines are to be written.
    let remedy: String

    /// Looks for one in the line that a reader stopped at; nil where something else is wrong.
    /// - Parameters:
    ///   - lines: the lines of the text.
    ///   - line: the line where the reader stopped, from 1.
    init?(_ lines: [Substring], at line: Int) {
        guard lines.indices.contains(line - 1), let lower = Line(lines[line - 1]) else { return nil }
        let above = lines[..<(line - 1)].reversed().first { text in
            let text = text.drop(while: \.isWhitespace)
            return !text.isEmpty && text.first != "#"
        }
        guard let upper = above.flatMap(Line.init), upper.hasOwnValue, upper.indentation < lower.indentation else {
            return nil
        }
        let spaces = String(repeating: " ", count: upper.indentation)
        remedy =
            "'\(lower.key)' is indented below '\(upper.key)', which has a value already; begin both lines alike:\n"
            + "\(spaces)\(upper.shown)\n\(spaces)\(lower.shown)"
    }

    /// A line that is `key: value`.
    private struct Line {
        let indentation: Int
        let key: String
        let value: String

        init?(_ text: Substring) {
            let rest = text.drop { $0 == " " }
            guard let colon = rest.firstIndex(of: ":"), colon != rest.startIndex else { return nil }
            let after = rest[rest.index(after: colon)...]
            guard after.isEmpty || after.first?.isWhitespace == true else { return nil }
            key = String(rest[..<colon])
            guard key.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) else { return nil }
            indentation = text.count - rest.count
            value = String(after.trimmingPrefix { $0.isWhitespace })
        }

        /// True where the value is a single one that ends on the line.
        var hasOwnValue: Bool {
            guard let first = value.first else { return false }
            return !"[{|>&*!#".contains(first)
        }

        /// The line without indentation; secrets masked.
        var shown: String {
            guard !value.isEmpty else { return "\(key):" }
            let isSecret = Secrecy.isSecret(variable: key) || Secrecy.isSecret(text: value)
            return "\(key): " + (isSecret ? Secrecy.mask : String(value.prefix(120)))
        }
    }
}
