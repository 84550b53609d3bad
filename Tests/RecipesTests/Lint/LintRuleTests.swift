import Foundation
import Recipes
import Testing

@Suite("Rules of the linter")
struct LintRuleTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/spec/lint.md")

    @Test("are those of docs/spec/lint.md, each once, with numbers that are used once")
    func documented() throws {
        let lines = try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n")
        let rows = lines.filter { $0.hasPrefix("| **[lint-") }
        let ids = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        #expect(ids.sorted() == LintRule.allCases.map(\.rawValue).sorted())
        let numbers = lines.compactMap { $0.firstMatch(of: /^(?:\| |\* )\*\*\[lint-(\d+)\]\*\*/)?.output.1 }
        #expect(numbers.count == Set(numbers).count)
        #expect(numbers.count > rows.count)
        #expect(rows.allSatisfy { $0.split(separator: "|").count == 5 })
    }

    @Test("have each a case that breaks it and one that keeps it")
    func cases() {
        let all = LintRecipes.all + LintConfigurationTests.table
        let elsewhere: Set<LintRule> = [.yaml, .deployment, .accessControlReset, .variablePermission, .recipeSize]
        let broken = Set(all.filter { $0.severity != nil }.map(\.rule)).union(elsewhere)
        let kept = Set(all.filter { $0.severity == nil }.map(\.rule)).union(elsewhere)
        #expect(Set(LintRule.allCases).subtracting(broken) == [])
        #expect(Set(LintRule.allCases).subtracting(kept) == [])
    }

    @Test("belong to groups that all have some")
    func groups() {
        #expect(Set(LintRule.allCases.map(\.group)) == Set(LintRule.Group.allCases))
    }
}
