import Recipes

extension LintReport {
    /// Returns the report as JUnit XML: a suite a file, a case a subject and group of rules.
    ///
    /// What fails is the case's one failure; other warnings are its output.
    public func junit() -> String {
        var sources: [String] = []
        for subject in subjects where !sources.contains(subject.source) { sources.append(subject.source) }
        let suites = sources.map { source in suite(source, subjects.filter { $0.source == source }) }
        let failures = suites.reduce(0) { $0 + $1.failures }
        let cases = suites.reduce(0) { $0 + $1.cases }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<testsuites name=\"gg lint\" tests=\"\(cases)\" failures=\"\(failures)\" errors=\"0\">\n"
            + suites.map(\.text).joined() + "</testsuites>\n"
    }

    private func suite(_ source: String, _ subjects: [LintedSubject]) -> (text: String, cases: Int, failures: Int) {
        let cases = subjects.flatMap { subject in
            LintRule.Group.allCases.map { group in
                testcase(subject, group, subject.findings.filter { $0.rule.group == group })
            }
        }
        let failures = cases.count { $0.isFailed }
        let text =
            "  <testsuite name=\"\(Self.escaped(source))\" tests=\"\(cases.count)\" failures=\"\(failures)\" "
            + "errors=\"0\" skipped=\"0\" time=\"0\">\n" + cases.map(\.text).joined() + "  </testsuite>\n"
        return (text, cases.count, failures)
    }

    private func testcase(
        _ subject: LintedSubject,
        _ group: LintRule.Group,
        _ findings: [Finding]
    ) -> (text: String, isFailed: Bool) {
        let failures = findings.filter(isFailure)
        let others = findings.filter { !isFailure($0) }
        var text = "    <testcase classname=\"\(Self.escaped(subject.name))\" name=\"\(group.rawValue)\" time=\"0\""
        guard let first = failures.first ?? others.first else { return (text + "/>\n", false) }
        text += ">\n"
        if !failures.isEmpty {
            let more = failures.count == 1 ? "" : " (and \(failures.count - 1) more)"
            text +=
                "      <failure message=\"\(Self.escaped(first.message + more))\" type=\"\(first.rule.rawValue)\">"
                + Self.escaped(Self.lines(failures)) + "</failure>\n"
        }
        if !others.isEmpty { text += "      <system-out>\(Self.escaped(Self.lines(others)))</system-out>\n" }
        return (text + "    </testcase>\n", !failures.isEmpty)
    }

    private static func lines(_ findings: [Finding]) -> String {
        findings.map(\.description).joined(separator: "\n")
    }

    /// Returns the text as it may stand in XML, in elements and in attributes; what XML cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
