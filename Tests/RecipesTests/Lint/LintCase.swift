import Recipes
import Testing

/// A text that breaks one rule, or keeps it.
struct LintCase: Sendable, CustomTestStringConvertible {
    let rule: LintRule
    /// Nil where the rule is kept.
    let severity: Finding.Severity?
    /// What of the good text is replaced, and by what; `§` stands at the place of the finding.
    let old: String
    let new: String

    static func breaks(_ rule: LintRule, _ severity: Finding.Severity, _ old: String, _ new: String) -> LintCase {
        LintCase(rule: rule, severity: severity, old: old, new: new)
    }

    static func keeps(_ rule: LintRule, _ old: String, _ new: String) -> LintCase {
        LintCase(rule: rule, severity: nil, old: old, new: new)
    }

    var testDescription: String { "\(rule.rawValue): \(new)" }

    /// Returns the text with the replacement, and the place of its mark.
    func text(in good: String) -> (text: String, place: Place?) {
        let marked = good.replacing(old, with: new, maxReplacements: 1)
        let parts = marked.split(separator: "§", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return (marked, nil) }
        let before = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
        return (parts.joined(), Place(line: before.count, column: (before.last ?? "").count + 1))
    }
}

/// Line and column of a finding.
struct Place: Hashable {
    let line: Int
    let column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init?(_ origin: Origin) {
        guard case .text(_, let line, let column) = origin else { return nil }
        self.init(line: line, column: column)
    }
}
