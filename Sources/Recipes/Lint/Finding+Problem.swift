extension Finding {
    /// Takes over what a reader says of a file; its words after the first semicolon are the remedy.
    public init(_ problem: ConfigurationProblem, _ rule: LintRule) {
        let parts = problem.message.split(separator: "; ", maxSplits: 1).map(String.init)
        let remedy =
            parts.count == 2 ? parts[1] : "mend it as \(rule == .yaml ? "YAML or JSON" : "the page of keys") has it"
        self.init(rule, .error, at: problem.origin, parts.first ?? problem.message, remedy: remedy)
    }
}
