import Foundation
import Support
import Testing
import Transfer

/// The document that the built program serves, held against what it does.
@Suite struct DocumentTests {
    @Test("[openapi-1] the document is OpenAPI 3.1, and every answer is one that it allows")
    func document() async throws {
        let api = try await APINode()
        let folder = try TemporaryFolder()
        let served = try await api.send("GET", "/openapi.json")
        #expect(served.status == 200)
        let document = try folder.write(served.text, to: "openapi.json")
        let valid = try await Command([try Python.path(), "-m", "openapi_spec_validator", document]).run()
        #expect(valid.code == 0, "\(valid.output)\(valid.errors)")
        let run = try await Command([Python.script("api/schemathesis.sh"), api.address, "40"]).run()
        #expect(run.code == 0, "\(run.output.suffix(8000))\(run.errors.suffix(2000))")
        #expect(try await api.node.serves("1"))
        try await api.node.stop()
    }
}
