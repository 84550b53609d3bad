public import Recipes

/// What the rules found in everything that was looked at.
public struct LintReport: Sendable, Hashable {
    /// What was looked at.
    public let subjects: [LintedSubject]
    /// True where warnings count as errors.
    public let isStrict: Bool

    /// Makes a report.
    public init(_ subjects: [LintedSubject], isStrict: Bool = false) {
        self.subjects = subjects
        self.isStrict = isStrict
    }

    /// All findings.
    public var findings: [Finding] { subjects.flatMap(\.findings) }
    /// How many of them are errors.
    public var errorCount: Int { findings.count { $0.severity == .error } }
    /// How many of them are warnings.
    public var warningCount: Int { findings.count { $0.severity == .warning } }

    /// True where the release must not go on.
    public var isFailed: Bool { findings.contains(where: isFailure) }

    /// Returns true for what makes the report fail: errors, and warnings where it is strict.
    public func isFailure(_ finding: Finding) -> Bool { isStrict || finding.severity == .error }

    /// Tells the warnings.
    ///
    /// - Throws: `input`: all that fails, with what to do about it.
    public func tell(_ journal: any ReleaseJournal) throws(ReleaseError) {
        for subject in subjects {
            for finding in subject.findings where !isFailure(finding) {
                let text = "\(finding.origin): \(finding.message) [\(finding.rule.rawValue)]; \(finding.remedy)"
                journal.note(.warning(subject: subject.name, text: text))
            }
        }
        let failures = findings.filter(isFailure)
        guard !failures.isEmpty else { return }
        let lines = failures.map { "\($0.origin): \($0.message) [\($0.rule.rawValue)]; \($0.remedy)" }
        throw ReleaseError(.input, lines.joined(separator: "\n"))
    }
}
