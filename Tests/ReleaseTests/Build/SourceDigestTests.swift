import Foundation
import Glibc
import Recipes
import Release
import Support
import Testing

@Suite("Source digests")
struct SourceDigestTests {
    @Test("change with every file that is built, who may execute it, and the command, and with nothing else [build-38]")
    func changes() throws {
        let world = try BuildWorld([("app", "{build_system: zip, excludes: [\"*.log\"]}", ["app.zip"])])
        let component = try #require(world.project.config.components.first)
        let first = try world.digest(component)
        for leftover in ["x.log", "recipe.json", "gdk-config.json", "app.zip"] {
            try world.folder.write("x", to: "app/\(leftover)")
        }
        for leftover in ["build", "zip-build", "greengrass-build"] {
            try FileManager.default.createDirectory(
                atPath: world.path("app/\(leftover)"),
                withIntermediateDirectories: true
            )
        }
        #expect(try world.digest(component) == first)
        unsafe chmod(world.path("app/a.txt"), 0o744)
        let second = try world.digest(component)
        #expect(second != first)
        unsafe chmod(world.path("app/a.txt"), 0o644)
        #expect(try world.digest(component) == first)
        try world.folder.write("b", to: "app/a.txt")
        #expect(try world.digest(component) != first)
        try world.folder.write("a", to: "app/a.txt")
        try world.folder.write("a", to: "app/b.txt")
        #expect(try world.digest(component) != first)
    }

    @Test("do not depend on a recipe's version and the order of its keys, and on all else in it [build-38]")
    func recipes() throws {
        let world = try BuildWorld([("app", "{build_system: zip}", ["app.zip"])])
        let component = try #require(world.project.config.components.first)
        func digest(_ members: [JSONValue.Member]) throws -> String {
            try SourceDigest.of(component, recipe: .object(members), root: world.path("app"))
        }
        let first = try digest([.init("a", .integer(1)), .init("ComponentVersion", .string("1.0.0"))])
        #expect(try digest([.init("ComponentVersion", .string("2.0.0")), .init("a", .number(1))]) == first)
        #expect(try digest([.init("a", .string("1"))]) != first)
        #expect(try digest([.init("a", .integer(2))]) != first)
        let nested = try digest([.init("o", .object([.init("x", .null), .init("y", .array([.bool(true)]))]))])
        #expect(try digest([.init("o", .object([.init("y", .array([.bool(true)])), .init("x", .null)]))]) == nested)
    }
}
