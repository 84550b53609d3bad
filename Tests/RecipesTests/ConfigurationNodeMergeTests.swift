import Recipes
import Testing

@Suite("Merging")
struct ConfigurationNodeMergeTests {
    @Test(
        "lays the later tree over the earlier [config-7]",
        arguments: [
            ("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}"),
            ("{a: {x: 1, y: 2}}", "{a: {y: 3}}", "{a: {x: 1, y: 3}}"),
            ("{a: [1, 2]}", "{a: [3]}", "{a: [3]}"),
            ("{a: {x: 1}}", "{a: null}", "{a: null}"),
            ("{a: null}", "{a: {x: 1}}", "{a: {x: 1}}"),
            ("{a: 1}", "{}", "{a: 1}"),
        ]
    )
    func merges(earlier: String, later: String, expected: String) throws {
        let merged = try Self.tree(earlier).merging(Self.tree(later))
        #expect(try Self.plain(merged) == Self.plain(Self.tree(expected)))
    }

    @Test("keeps the origin of each value")
    func origins() throws {
        let earlier = try ConfigurationNode(parsing: "a: 1\nb: 2", source: "one")
        let later = try ConfigurationNode(parsing: "b: 3", source: "two")
        let merged = earlier.merging(later)
        #expect(merged.value(at: ["a"])?.origin.description == "one:1:4")
        #expect(merged.value(at: ["b"])?.origin.description == "two:1:4")
    }

    static func tree(_ text: String) throws -> ConfigurationNode {
        try ConfigurationNode(parsing: text, source: "f")
    }

    static func plain(_ node: ConfigurationNode) -> String {
        switch node.content {
        case .null, .scalar: node.found
        case .sequence(let nodes): "[" + nodes.map(plain).joined(separator: ",") + "]"
        case .mapping(let mapping):
            "{" + mapping.entries.map { "\($0.key):\(plain($0.value))" }.joined(separator: ",") + "}"
        }
    }
}
