/// A component, a recipe or a deployment that was looked at, with what was found.
public struct LintedSubject: Sendable, Hashable {
    /// The component's name; the file's where it has none.
    public let name: String
    /// The file.
    public let source: String
    /// What was found, in reading order.
    public let findings: [Finding]

    /// Sorts the findings by their places.
    public init(name: String, source: String, findings: [Finding]) {
        self.name = name
        self.source = source
        let inOrder = findings.enumerated().sorted { left, right in
            left.element.origin == right.element.origin
                ? left.offset < right.offset : left.element.origin < right.element.origin
        }
        self.findings = inOrder.map(\.element)
    }
}
