import Foundation
import Models
import Support
import Testing

@Suite struct UpdateCodeTableTests {
    @Test("the protocol's table of update codes is the program's, and each has a remedy")
    func table() throws {
        let text = try String(contentsOf: Project.root.appendingPathComponent("docs/protocol.md"), encoding: .utf8)
        let chapter = try #require(text.split(separator: "### Update codes").last?.split(separator: "\n## ").first)
        let rows = chapter.matches(of: #/\n\| `([a-z_]+)` \| ([^|]+) \| ([^|]+) \|/#)
        #expect(rows.map { "\($0.1) \($0.2)" } == UpdateCode.allCases.map { "\($0.rawValue) \($0.title)" })
        for row in rows { #expect(row.3.count > 10, "\(row.1)") }
    }
}
