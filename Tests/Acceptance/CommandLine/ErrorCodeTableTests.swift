import Foundation
import OpenInference
import Support
import Testing

@Suite struct ErrorCodeTableTests {
    @Test("the documentation's tables of error codes are the program's", arguments: ["docs/protocol.md", "README.md"])
    func tables(file: String) throws {
        let text = try String(contentsOf: Project.root.appendingPathComponent(file), encoding: .utf8)
        let rows = text.matches(of: #/\n\| `([a-z_]+)` \| (\d{3}) \|/#).map { "\($0.1) \($0.2)" }
        #expect(rows == ErrorCode.allCases.map { "\($0.rawValue) \($0.status)" })
    }

    @Test("the protocol's page has every title")
    func titles() throws {
        let text = try String(contentsOf: Project.root.appendingPathComponent("docs/protocol.md"), encoding: .utf8)
        for code in ErrorCode.allCases {
            #expect(text.contains("| `\(code.rawValue)` | \(code.status) | \(code.title)"))
        }
    }
}
