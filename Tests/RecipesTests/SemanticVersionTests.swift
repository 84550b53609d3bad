import Recipes
import Testing

@Suite("A version")
struct SemanticVersionTests {
    @Test(
        "is read and written alike [recipe-1]",
        arguments: [
            "0.0.0", "1.2.3", "999999.999999.999999", "1.0.0-rc.1", "1.0.0-alpha-x.7.z", "1.0.0-0a", "1.0.0+001",
            "1.0.0-rc.1+build.5", "1.0.0--",
        ]
    )
    func valid(text: String) {
        #expect(SemanticVersion(text)?.description == text)
    }

    @Test(
        "is refused where it is none, or exceeds a limit [recipe-1]",
        arguments: [
            "", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.00.0", "1.0.1000000", "1.0.0-", "1.0.0+", "1.0.0-01",
            "1.0.0-a..b", "1.0.0-ä", "1.0.0+a_b", " 1.0.0", "1.0.0 ", "-1.0.0", "1.0.x", "x.x.x", "1.0.0+a+b", "１.0.0",
            "1.0.0-" + String(repeating: "a", count: 59),
        ]
    )
    func invalid(text: String) {
        #expect(SemanticVersion(text) == nil)
    }

    @Test("may have 64 characters [recipe-1]")
    func longest() {
        #expect(SemanticVersion("1.0.0-" + String(repeating: "a", count: 58)) != nil)
    }

    @Test("comes after those before it in the list of the standard [recipe-2]")
    func order() throws {
        let texts = [
            "0.9.9", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
            "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0",
        ]
        let versions = try texts.map { try #require(SemanticVersion($0)) }
        for (place, version) in versions.enumerated() {
            for (other, right) in versions.enumerated() {
                #expect((version < right) == (place < other), "\(version) and \(right)")
            }
        }
    }

    @Test("is neither before nor after one with other build words [recipe-2]")
    func buildWords() throws {
        let one = try #require(SemanticVersion("1.0.0+a"))
        let other = try #require(SemanticVersion("1.0.0+b"))
        #expect(!(one < other) && !(other < one))
        #expect(one != other)
    }

    @Test(
        "is followed by the next one [recipe-3]",
        arguments: [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"), ("1.1.0-rc.1", "1.1.0", "1.1.0", "2.0.0"),
            ("1.1.1-rc.1", "1.1.1", "1.2.0", "2.0.0"), ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
            ("1.2.3+build", "1.2.4", "1.3.0", "2.0.0"), ("1.0.999999", "1.1.0", "1.1.0", "2.0.0"),
            ("1.999999.999999", "2.0.0", "2.0.0", "2.0.0"),
        ]
    )
    func next(text: String, patch: String, minor: String, major: String) throws {
        let version = try #require(SemanticVersion(text))
        #expect(version.next(.patch).description == patch)
        #expect(version.next(.minor).description == minor)
        #expect(version.next(.major).description == major)
    }

    @Test("follows the greatest of all that are published, in whatever order they are told [recipe-3]")
    func nextAfter() {
        let published = ["1.0.9", "1.0.10", "0.99.0", "1.0.2-rc.1"].compactMap(SemanticVersion.init)
        #expect(SemanticVersion.next(.patch, after: published).description == "1.0.11")
        #expect(SemanticVersion.next(.minor, after: published.reversed()).description == "1.1.0")
        #expect(SemanticVersion.next(.major, after: []).description == "1.0.0")
    }
}
