public import Recipes

/// A place where two JSON values differ.
public struct JSONDifference: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The place, a JSON pointer such as `/components/com.example.app/componentVersion`; empty for the whole value.
    public let path: String
    /// What is there in the old value; nil: nothing.
    public let old: JSONValue?
    /// What is there in the new value; nil: nothing.
    public let new: JSONValue?

    /// Where two values differ: as deep as possible, members in the order of their names.
    public static func between(_ old: JSONValue?, _ new: JSONValue?, at path: String = "") -> [JSONDifference] {
        if let old, let new {
            if old == new { return [] }
            if let olds = old.members, let news = new.members {
                let names = Set(olds.map(\.name)).union(news.map(\.name)).sorted()
                return names.flatMap { between(old[$0], new[$0], at: "\(path)/\(escaped($0))") }
            }
            if let olds = old.elements, let news = new.elements {
                return (0..<max(olds.count, news.count)).flatMap { index in
                    between(
                        index < olds.count ? olds[index] : nil,
                        index < news.count ? news[index] : nil,
                        at: "\(path)/\(index)"
                    )
                }
            }
        }
        return old == nil && new == nil ? [] : [JSONDifference(path: path, old: old, new: new)]
    }

    /// `/path: "old" -> "new"`, each at most 160 characters.
    public var description: String { "\(path): \(Self.shown(old)) -> \(Self.shown(new))" }

    private static func escaped(_ name: String) -> String {
        name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }

    private static func shown(_ value: JSONValue?) -> String {
        guard let value else { return "nothing" }
        let text = value.json(pretty: false)
        return text.count > 160 ? "\(text.prefix(160))…" : text
    }
}
