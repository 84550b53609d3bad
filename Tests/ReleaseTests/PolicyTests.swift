import Foundation
import Support
import Testing

/// docs/iam: policies to be copied.
@Suite("Policies for AWS")
struct PolicyTests {
    private struct Policy: Decodable {
        struct Statement: Decodable {
            let Sid: String
            let Effect: String
            let Action: [String]
        }

        let Version: String
        let Statement: [Statement]
    }

    private static let folder = Project.root.appendingPathComponent("docs/iam")

    private static func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
    }

    @Test("are valid, and every action is explained")
    func explained() throws {
        let page = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
        let files = try Self.files()
        #expect(files.count == 9)
        for file in files {
            let policy = try JSONDecoder().decode(Policy.self, from: Data(contentsOf: file))
            #expect(policy.Version == "2012-10-17" && !policy.Statement.isEmpty)
            #expect(page.contains("(\(file.lastPathComponent))"), "\(file.lastPathComponent) is not named")
            for action in policy.Statement.flatMap(\.Action) {
                #expect(page.contains("`\(action)`"), "\(action) of \(file.lastPathComponent) is not explained")
            }
            let broad = policy.Statement.filter { $0.Effect == "Allow" && $0.Action.contains { $0.hasSuffix("*") } }
            #expect(broad.allSatisfy { $0.Sid == "TheAccountGoverns" })
        }
    }
}
