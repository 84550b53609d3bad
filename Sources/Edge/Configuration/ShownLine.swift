/// A line of the effective configuration: YAML, and where its value comes from.
struct ShownLine: Sendable {
    /// YAML, with the spaces before it.
    let text: String
    /// Empty where the line has no value of its own.
    let source: String

    /// The line two spaces a level further to the right.
    func indented(by levels: Int) -> ShownLine {
        ShownLine(text: String(repeating: "  ", count: levels) + text, source: source)
    }
}

extension [ShownLine] {
    /// The lines as one element of a list.
    func asElement() -> [ShownLine] {
        enumerated().map {
            ShownLine(text: ($0.offset == 0 ? "- " : "  ") + $0.element.text, source: $0.element.source)
        }
    }
}
