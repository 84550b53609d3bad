import Recipes
@testable import Release
import Testing

@Suite("Components are handled in the order of their dependencies")
struct ComponentOrderTests {
    private func components(_ edges: [(String, [String])]) throws -> [Component] {
        let lines = edges.map { name, needed in
            let list = needed.map { "\($0): {VersionRequirement: x.x.x}" }.joined(separator: ", ")
            return "  \(name): {component-name: \(name), ComponentDependencies: {\(list)}, Lifecycle: {run: 'true'}}"
        }
        let text = "custom-components:\n" + lines.joined(separator: "\n")
        return try GGConfig(ConfigurationNode(parsing: text, source: "gg-config.yml")).components
    }

    @Test("each comes after those that it needs, else in the order of the file")
    func order() throws {
        let sorted = try ComponentOrder.sorted(
            components([("d", ["b", "c"]), ("a", []), ("c", ["a"]), ("b", ["a"]), ("e", ["elsewhere"])])
        )
        #expect(sorted.map(\.name) == ["a", "b", "c", "d", "e"])
    }

    @Test("[gg-23] a circle is an error with its path")
    func circle() throws {
        let found = try components([("a", ["b"]), ("b", ["c"]), ("c", ["b"])])
        let error = #expect(throws: ReleaseError.self) { try ComponentOrder.sorted(found) }
        #expect(error?.message.contains("b → c → b") == true)
        #expect(error?.message.contains("gg-config.yml:3") == true)
    }
}
