/// Something in a configuration, a recipe or a deployment that will not work, or not everywhere.
public struct Finding: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// The service or the nucleus that the recipe is meant for refuses it, or does something else without a word.
        case error
        /// It works, but not as one expects, or not on every nucleus.
        case warning
    }

    /// The rule that is not kept.
    public let rule: LintRule
    /// How bad it is.
    public let severity: Severity
    /// Where it stands.
    public let origin: Origin
    /// What was found, and what comes of it.
    public let message: String
    /// How to mend it.
    public let remedy: String

    /// Makes a finding.
    public init(_ rule: LintRule, _ severity: Severity, at origin: Origin, _ message: String, remedy: String) {
        self.rule = rule
        self.severity = severity
        self.origin = origin
        self.message = message
        self.remedy = remedy
    }
}

extension Finding: CustomStringConvertible {
    /// One line and the remedy indented below: `gg-config.yml:12:15: error: … [run-and-startup]`.
    public var description: String {
        "\(origin): \(severity.rawValue): \(message) [\(rule.rawValue)]\n"
            + remedy.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
            .joined(separator: "\n")
    }
}
