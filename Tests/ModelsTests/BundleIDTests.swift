import Models
import Testing

@Suite("Bundle ids")
struct BundleIDTests {
    @Test("are 64 hexadecimal digits")
    func digits() throws {
        let text = String(repeating: "0aF9", count: 16)
        let id = try #require(BundleID(text))
        #expect(id.description == text.lowercased())
        #expect(id.short == String(text.lowercased().prefix(16)))
    }

    @Test(
        "are nothing else",
        arguments: ["", "0a", String(repeating: "g", count: 64), String(repeating: "é", count: 32)]
    )
    func others(_ text: String) { #expect(BundleID(text) == nil) }
}
