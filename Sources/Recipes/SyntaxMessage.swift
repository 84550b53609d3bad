/// A YAML syntax error as a person can use it: what is wrong, where the surrounding thing begins, how to mend it.
struct SyntaxMessage {
    let text: String

    /// - Parameters:
    ///   - problem: what libyaml says is wrong.
    ///   - context: what libyaml was reading, and where that begins.
    ///   - misindented: the key that may be the cause.
    init(_ problem: String, context: (text: String, origin: Origin)?, misindented: MisindentedKey? = nil) {
        var text = "not valid YAML: " + Self.tidy(problem)
        if let context, !context.text.isEmpty {
            text += " " + Self.tidy(context.text)
            if case .text(_, let line, let column) = context.origin { text += " that begins at \(line):\(column)" }
        }
        if let misindented, Self.misindentations.contains(where: { problem.contains($0) }) {
            text += "; " + misindented.remedy
        } else if let remedy = Self.remedies.first(where: { problem.contains($0.key) }) {
            text += "; " + remedy.value
        }
        self.text = text
    }

    private static func tidy(_ words: String) -> String {
        words.trimmingPrefix("expected a single document in the stream").isEmpty
            ? "where a single document was expected"
            : words.replacing("but found another document", with: "another document begins")
    }

    /// Parts of libyaml's words for a key that stands where none may begin.
    private static let misindentations = ["mapping values are not allowed", "did not find expected key"]

    /// Part of libyaml's words, and what to do; the first that fits is told.
    private static let remedies: KeyValuePairs<String, String> = [
        "mapping values are not allowed":
            "expected the key to begin a line of its own, or the text around ': ' in quotes",
        "cannot start any token":
            "expected spaces instead of a tab, or quotes around a text that begins with one of @ ` %",
        "found a tab character": "expected spaces instead of the tab",
        "did not find expected key":
            "expected 'key: value' indented as the keys above it, or quotes around the text",
        "did not find expected ',' or ']'": "expected the list to go on after a ',' or to end with ']'",
        "did not find expected ',' or '}'": "expected the mapping to go on after a ',' or to end with '}'",
        "did not find expected '-' indicator": "expected '- ' indented as the elements above it",
        "could not find expected ':'": "expected 'key: value' with a space after the colon",
        "found unexpected end of stream": "expected the closing quote or bracket",
        "unknown escape character": "expected a doubled backslash, or single quotes around the text",
        "undefined alias":
            "expected an anchor of that name (&name) further up, or quotes around a text that begins with *",
        "another document": "expected one document; take the '---' out",
        "block sequence entries are not allowed": "expected '- ' to begin a line of its own",
        "control characters are not allowed": "expected text without control characters",
        "Maximum nesting level": "expected fewer levels",
    ]
}
