/// A topic that a message can be published to: 1 to 65,535 bytes, no wildcard, no NUL.
public struct TopicName: Sendable, Hashable, CustomStringConvertible {
    /// The topic as written.
    public let description: String

    /// Checks a topic; nil when it is empty, too long, or contains `+`, `#` or NUL.
    public init?(_ text: String) {
        guard (1...65_535).contains(text.utf8.count) else { return nil }
        guard !text.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }) else {
            return nil
        }
        description = text
    }

    /// The parts between slashes.
    public var levels: [Substring] { description.split(separator: "/", omittingEmptySubsequences: false) }
}
