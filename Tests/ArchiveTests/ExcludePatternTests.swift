import Testing

@testable import Archive

@Suite("Exclude patterns")
struct ExcludePatternTests {
    @Test(
        "leave out what they stand for, from the root on [build-3]",
        arguments: [
            ("*.pyc", "a.pyc", true), ("*.pyc", "lib/a.pyc", false), ("**/*.pyc", "a.pyc", true),
            ("**/*.pyc", "lib/deep/a.pyc", true), ("lib/*", "lib/a", true), ("lib/*", "lib/deep/a", false),
            ("lib/**", "lib/deep/a", true), ("lib/**", "library", false), ("lib/", "lib", true),
            ("a?c", "abc", true), ("a?c", "a/c", false), ("a?c", "ac", false), ("*", ".hidden", true),
            ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true), ("[!a-c]x", "ax", false),
            ("[]]x", "]x", true), ("[a-]", "-", true), ("**/test*/**/x", "tests/x", true),
            ("**/test*/**/x", "a/test1/b/c/x", true), ("**/test*/**/x", "a/x", false), ("**", "anything/at/all", true),
            ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXcYb", false), ("größe/ä?", "größe/äö", true),
        ]
    )
    func matches(text: String, path: String, expected: Bool) throws {
        let pattern = try ExcludePattern(text)
        #expect(pattern.matches(path, isFolder: false) == expected)
    }

    @Test("with ** at the end leave out the folder itself, and no file of its name [build-3]")
    func folders() throws {
        let pattern = try ExcludePattern("**/.git/**")
        #expect(pattern.matches(".git", isFolder: true))
        #expect(pattern.matches("sub/.git", isFolder: true))
        #expect(!pattern.matches(".git", isFolder: false))
        #expect(pattern.matches(".git/config", isFolder: false))
    }

    @Test(
        "that cannot be are refused [build-3]",
        arguments: ["", "/a", "a//b", "../a", "./a", "[a", "[c-a]", "[!", "a/.."]
    )
    func refused(text: String) {
        #expect(throws: ArchiveError.self) { try ExcludePattern(text) }
    }

    @Test("made literally take every character as itself [build-3]")
    func literal() {
        let pattern = ExcludePattern(literally: "a[1]*.zip")
        #expect(pattern.matches("a[1]*.zip", isFolder: false))
        #expect(!pattern.matches("a1b.zip", isFolder: false))
    }

    @Test("with many stars are matched in short time [build-3]")
    func manyStars() throws {
        let pattern = try ExcludePattern(String(repeating: "**/*a*", count: 60) + "b")
        let path = String(repeating: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", count: 60) + "c"
        #expect(!pattern.matches(path, isFolder: false))
    }
}
