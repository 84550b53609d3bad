/// A subscription's pattern: `+` stands for one level, a closing `#` for any number.
public struct TopicFilter: Sendable, Hashable, CustomStringConvertible {
    /// The filter as written.
    public let description: String
    let levels: [Substring]

    /// Checks a filter; nil when it is empty, too long, has a wildcard inside a level or a `#` before the end.
    public init?(_ text: String) {
        guard (1...65_535).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level.contains("#") && (level != "#" || index != levels.count - 1) { return nil }
            if level.contains("+") && level != "+" { return nil }
        }
        description = text
        self.levels = levels
    }

    /// True when the topic falls under the filter.
    ///
    /// MQTT 5, section 4.7: `a/#` matches `a` too; a leading wildcard never matches a topic that begins with `$`.
    public func matches(_ topic: TopicName) -> Bool {
        let names = topic.levels
        if names[0].hasPrefix("$"), levels[0] == "+" || levels[0] == "#" { return false }
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < names.count else { return false }
            if level != "+" && level != names[index] { return false }
            if index == levels.count - 1 { return names.count == levels.count }
            if index == names.count - 1 { return index == levels.count - 2 && levels[index + 1] == "#" }
        }
        return false
    }
}
