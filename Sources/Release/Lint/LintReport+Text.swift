import Recipes

extension LintReport {
    /// Returns a line a finding with its remedy below, and how much was found at the end.
    public func text() -> String {
        findings.map { "\($0)\n" }.joined() + summary + "\n"
    }

    /// How much was looked at and found, in one line.
    public var summary: String {
        let counts = [Self.counted(errorCount, "error"), Self.counted(warningCount, "warning")]
        let found = findings.isEmpty ? "nothing found" : counts.joined(separator: ", ")
        return "\(Self.counted(subjects.count, "subject")) looked at: \(found)"
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// Returns the report as a JSON document.
    public func json() -> String {
        let findings = subjects.flatMap { subject in
            subject.findings.map { Self.json($0, in: subject) }
        }
        return JSONValue.object([
            .init("subjects", .integer(subjects.count)),
            .init("errors", .integer(errorCount)),
            .init("warnings", .integer(warningCount)),
            .init("failed", .bool(isFailed)),
            .init("findings", .array(findings)),
        ]).json(pretty: true)
    }

    private static func json(_ finding: Finding, in subject: LintedSubject) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("rule", .string(finding.rule.rawValue)),
            .init("severity", .string(finding.severity.rawValue)),
            .init("subject", .string(subject.name)),
        ]
        switch finding.origin {
        case .text(let source, let line, let column):
            members.append(.init("file", .string(source)))
            members.append(.init("line", .integer(line)))
            members.append(.init("column", .integer(column)))
        case .source(let source), .variable(let source):
            members.append(.init("file", .string(source)))
        }
        members.append(.init("message", .string(finding.message)))
        members.append(.init("remedy", .string(finding.remedy)))
        return .object(members)
    }
}
