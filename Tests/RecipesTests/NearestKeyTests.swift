import Recipes
import Testing

@Suite("The nearest key")
struct NearestKeyTests {
    static let keys = ["node", "broker", "requests", "data_dir", "log"]

    @Test(
        "is the one that few edits away was meant [config-8]",
        arguments: [
            ("brokr", "broker"), ("borker", "broker"), ("Broker", "broker"), ("data-dir", "data_dir"), ("lo", "log"),
            ("request", "requests"), ("zzz", nil), ("", nil), ("completely_else", nil),
        ]
    )
    func nearest(word: String, expected: String?) {
        #expect(NearestKey.nearest(to: word, among: Self.keys) == expected)
    }

    @Test("of a very long word is none")
    func long() {
        #expect(NearestKey.nearest(to: String(repeating: "broker", count: 20), among: Self.keys) == nil)
    }
}
