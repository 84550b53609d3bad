import Support
import Testing

/// The page at `/docs`, in a real browser.
@Suite struct ReferencePageTests {
    @Test("[openapi-4] [openapi-5] [openapi-6] the reference is read, searched and tried over a running node")
    func browser() async throws {
        let api = try await APINode()
        let look = try await Command([try Python.path(), Python.script("api/reference.py"), api.address]).run()
        #expect(look.code == 0, "\(look.output)\(look.errors.suffix(2000))")
        #expect(look.output.split(separator: "\n").count { $0.hasPrefix("ok") } == 5, "\(look.output)")
        try await api.node.stop()
    }
}
