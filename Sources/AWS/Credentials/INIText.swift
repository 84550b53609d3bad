/// Reads the files that AWS's tools share: sections, `key = value`, indented lines that go on, comments.
struct INIText {
    /// A line that cannot be understood; its text is not kept, it may be a secret.
    struct Fault: Error, Equatable {
        /// From 1.
        let line: Int
        /// What was expected.
        let expectation: String
    }

    /// The sections, keys in lower case; a section or a key that comes twice is one, its later values win.
    private(set) var sections: [String: [String: String]] = [:]

    private var section: String?
    private var key: String?
    private var indentation = 0

    /// Reads a text; a mark for the order of bytes at its start is left out.
    init(_ text: String) throws(Fault) {
        var rest = text.unicodeScalars[...]
        if rest.first == "\u{FEFF}" { rest = rest.dropFirst() }
        let lines = String(rest).split(omittingEmptySubsequences: false) { $0.isNewline }
        for (number, line) in lines.enumerated() {
            try read(line, number: number + 1)
        }
    }

    /// What an indented block below a key says, one level of `key = value`.
    static func nested(_ text: String) -> [String: String] {
        var pairs: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let mark = line.firstIndex(of: "=") else { continue }
            pairs[trimmed(line[..<mark]).lowercased()] = trimmed(line[line.index(after: mark)...])
        }
        return pairs
    }

    private mutating func read(_ line: Substring, number: Int) throws(Fault) {
        let text = Self.trimmed(line)
        guard !text.isEmpty, text.first != "#", text.first != ";" else { return }
        let depth = line.prefix { $0 == " " || $0 == "\t" }.count
        if let section, let key, depth > indentation {
            sections[section]?[key, default: ""] += "\n" + text
            return
        }
        indentation = depth
        if text.first == "[" {
            try startSection(text, number: number)
        } else {
            try add(text, number: number)
        }
    }

    private mutating func startSection(_ text: String, number: Int) throws(Fault) {
        guard let closing = text.lastIndex(of: "]") else {
            throw Fault(line: number, expectation: "a section in brackets, such as [default]")
        }
        let name = Self.trimmed(text[text.index(after: text.startIndex)..<closing])
        section = name
        key = nil
        sections[name, default: [:]].merge([:]) { $1 }
    }

    private mutating func add(_ text: String, number: Int) throws(Fault) {
        guard let section else { throw Fault(line: number, expectation: "a section such as [default] first") }
        guard let mark = text.firstIndex(where: { $0 == "=" || $0 == ":" }), mark != text.startIndex else {
            throw Fault(line: number, expectation: "'key = value'")
        }
        let name = Self.trimmed(text[..<mark]).lowercased()
        sections[section]?[name] = Self.trimmed(text[text.index(after: mark)...])
        key = name
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
