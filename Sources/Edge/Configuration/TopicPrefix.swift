/// What all topics of a node begin with: one to four names with `/` between them, `marram/v1` by default.
public struct TopicPrefix: Sendable, Hashable, CustomStringConvertible {
    /// The levels in order.
    public let levels: [Name]

    static let expectation = "1 to 4 levels between '/', each \(Name.expectation)"

    /// Takes a text that is a prefix; nil for any other.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let levels = parts.prefix(5).compactMap { Name(String($0)) }
        guard (1...4).contains(parts.count), levels.count == parts.count else { return nil }
        self.levels = levels
    }

    /// What contract v1 says: `marram/v1`.
    static let standard = TopicPrefix(levels: [Name(fitting: "marram"), Name(fitting: "v1")])

    private init(levels: [Name]) { self.levels = levels }

    /// The prefix as topics begin with it, without a `/` at the end.
    public var description: String { levels.map(\.description).joined(separator: "/") }
}
