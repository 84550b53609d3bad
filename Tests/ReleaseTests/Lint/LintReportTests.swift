import Foundation
import Recipes
import Release
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports of the linter")
struct LintReportTests {
    static let odd = "a <b> & \"c\" 'd' ]]> \u{1} é\nnext"

    static let report = LintReport([
        LintedSubject(
            name: "com.example.app",
            source: "gg & config.yml",
            findings: [
                Finding(.brace, .error, at: place(12, 3), odd, remedy: "one\ntwo"),
                Finding(.variableUnknown, .error, at: place(4, 1), "m2", remedy: "r2"),
                Finding(.liteStartup, .warning, at: place(7, 5), "m3", remedy: "r3"),
            ]
        ),
        LintedSubject(name: "com.example.model", source: "gg & config.yml", findings: []),
        LintedSubject(name: "b", source: "b.json", findings: []),
    ])

    private static func place(_ line: Int, _ column: Int) -> Origin {
        .text(source: "gg & config.yml", line: line, column: column)
    }

    @Test("as text have a place, a message and an indented remedy each, and a summary [lint-6]")
    func text() {
        let lines = Self.report.text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "gg & config.yml:4:1: error: m2 [variable-unknown]")
        #expect(lines[1] == "    r2")
        #expect(lines[2] == "gg & config.yml:7:5: warning: m3 [lite-startup]")
        #expect(Array(lines.suffix(4)) == ["    one", "    two", "3 subjects looked at: 2 errors, 1 warning", ""])
        #expect(LintReport([]).text() == "0 subjects looked at: nothing found\n")
    }

    @Test("as JSON have everything by itself [lint-6]")
    func json() throws {
        let value = try JSONValue(json: Array(Self.report.json().utf8))
        #expect(value["errors"] == .integer(2))
        #expect(value["warnings"] == .integer(1))
        #expect(value["failed"] == .bool(true))
        let last = try #require(value["findings"]?.elements?.last)
        #expect(last["rule"]?.text == "brace")
        #expect(last["severity"]?.text == "error")
        #expect(last["subject"]?.text == "com.example.app")
        #expect(last["file"]?.text == "gg & config.yml")
        #expect(last["line"] == .integer(12))
        #expect(last["column"] == .integer(3))
        #expect(last["message"]?.text == Self.odd)
        #expect(last["remedy"]?.text == "one\ntwo")
    }

    @Test("as JUnit are read back: a suite a file, a case a subject and group, one failure each [lint-6]")
    func junit() throws {
        let root = try #require(try XMLDocument(xmlString: Self.report.junit()).rootElement())
        let groups = LintRule.Group.allCases.count
        #expect(root.attribute(forName: "tests")?.stringValue == "\(3 * groups)")
        #expect(root.attribute(forName: "failures")?.stringValue == "1")
        let suites = root.elements(forName: "testsuite")
        #expect(suites.map { $0.attribute(forName: "name")?.stringValue } == ["gg & config.yml", "b.json"])
        #expect(suites[0].attribute(forName: "tests")?.stringValue == "\(2 * groups)")
        let cases = suites[0].elements(forName: "testcase")
        #expect(
            Set(cases.map { $0.attribute(forName: "classname")?.stringValue }) == [
                "com.example.app", "com.example.model",
            ]
        )
        let failed = cases.filter { !$0.elements(forName: "failure").isEmpty }
        #expect(failed.map { $0.attribute(forName: "name")?.stringValue } == ["variables"])
        let failure = try #require(failed.first?.elements(forName: "failure").first)
        #expect(failure.attribute(forName: "message")?.stringValue == "m2 (and 1 more)")
        #expect(failure.attribute(forName: "type")?.stringValue == "variable-unknown")
        let said = try #require(failure.stringValue)
        #expect(said.contains("gg & config.yml:4:1: error: m2 [variable-unknown]\n    r2\n"))
        #expect(said.contains("a <b> & \"c\" 'd' ]]> \u{FFFD} é\nnext [brace]\n    one\n    two"))
        let warned = cases.filter { !$0.elements(forName: "system-out").isEmpty }
        #expect(warned.map { $0.attribute(forName: "name")?.stringValue } == ["lite"])
    }

    @Test("that are strict fail for warnings [lint-8]")
    func strict() throws {
        let subject = LintedSubject(
            name: "a",
            source: "a.yml",
            findings: [Finding(.liteStartup, .warning, at: .source("a.yml"), "m", remedy: "r")]
        )
        #expect(!LintReport([subject]).isFailed)
        #expect(LintReport([subject], isStrict: true).isFailed)
        let root = try XMLDocument(xmlString: LintReport([subject], isStrict: true).junit()).rootElement()
        #expect(root?.attribute(forName: "failures")?.stringValue == "1")
    }

    @Test("tell a release its warnings, and stop it for errors [lint-2]")
    func told() throws {
        let journal = Notes()
        let error = #expect(throws: ReleaseError.self) { try Self.report.tell(journal) }
        #expect(error?.kind == .input)
        #expect(
            error?.message.hasPrefix("gg & config.yml:4:1: m2 [variable-unknown]; r2\ngg & config.yml:12:3:") == true
        )
        let text = "gg & config.yml:7:5: m3 [lite-startup]; r3"
        #expect(journal.events == [.warning(subject: "com.example.app", text: text)])
    }
}

/// Keeps what is noted; the lock guards the events.
private final class Notes: ReleaseJournal, @unchecked Sendable {
    private let lock = NSLock()
    private var noted: [ReleaseEvent] = []

    var events: [ReleaseEvent] { lock.withLock { noted } }

    func note(_ event: ReleaseEvent) { lock.withLock { noted.append(event) } }
}
