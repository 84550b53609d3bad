import Foundation
import Support
import Testing

@Suite("gg lint")
struct LintCommandTests {
    private static let config = """
        custom-components:
          app:
            component-name: com.example.app
            Lifecycle:
              startup: $WORD$

        """

    @Test("exits with 65 for errors, with --strict for warnings, and writes the report whole [lint-6, lint-7, lint-8]")
    func codes() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gg-lint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("gg-config.yml")
        try Self.config.write(to: file, atomically: true, encoding: .utf8)
        let gg = try Project.program("gg")

        let refused = try await Command([gg, "lint"], folder: folder).run()
        #expect(refused.code == 65)
        #expect(refused.output.contains("gg-config.yml:5:16: error: "))
        #expect(refused.output.contains("--set WORD=value"))
        #expect(refused.output.hasSuffix("1 subject looked at: 1 error, 1 warning\n"))

        let warned = try await Command([gg, "lint", "--set", "WORD=true"], folder: folder).run()
        #expect(warned.code == 0)
        #expect(warned.output.contains("gg-config.yml:5:7: warning: "))

        let strict = [gg, "lint", "--set", "WORD=true", "--strict", "--format", "junit", "--output", "lint.xml"]
        let written = try await Command(strict, folder: folder).run()
        #expect(written.code == 65)
        #expect(written.output.hasSuffix("0 errors, 1 warning\n"))
        let xml = try String(contentsOf: folder.appendingPathComponent("lint.xml"), encoding: .utf8)
        #expect(xml.contains("type=\"lite-startup\""))

        let missing = try await Command([gg, "lint", "none.json"], folder: folder).run()
        #expect(missing.code == 65)
        #expect(missing.errors.hasPrefix("error: none.json: there is no such file"))
    }
}
