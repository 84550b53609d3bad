import MQTT
import Testing

@Suite("TopicFilter and TopicName")
struct TopicFilterTests {
    @Test("rejects a filter", arguments: ["", "a#", "#/a", "a/#/b", "a/+b", "a+/b", "++", "a/\0"])
    func rejects(filter: String) {
        #expect(TopicFilter(filter) == nil)
    }

    @Test("rejects a topic", arguments: ["", "a/+", "#", "a\0b", String(repeating: "x", count: 65_536)])
    func rejectsTopic(topic: String) {
        #expect(TopicName(topic) == nil)
    }

    @Test(
        "matches as MQTT 5 section 4.7 says",
        arguments: [
            ("a/b", "a/b", true), ("a/b", "a/c", false), ("a/b", "a/b/c", false), ("a/+", "a/b", true),
            ("a/+", "a", false), ("a/+", "a/b/c", false), ("a/+/c", "a/b/c", true), ("a/#", "a/b/c", true),
            ("a/#", "a", true), ("a/#", "ab", false), ("#", "a/b", true), ("#", "$SYS/x", false),
            ("+/x", "$SYS/x", false), ("$SYS/#", "$SYS/x", true), ("+", "", false), ("a/+/#", "a", false),
            ("a//b", "a//b", true), ("+/+", "/x", true),
        ]
    )
    func matches(filter: String, topic: String, expected: Bool) throws {
        let filter = try #require(TopicFilter(filter))
        guard let topic = TopicName(topic) else { return #expect(!expected) }
        #expect(filter.matches(topic) == expected)
    }
}
