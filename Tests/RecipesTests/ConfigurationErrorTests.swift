import Recipes
import Testing

@Suite("A configuration error")
struct ConfigurationErrorTests {
    @Test("lists its problems in reading order, a line each [config-9]")
    func order() {
        let error = ConfigurationError([
            .init(.variable("MARRAM_NODE"), "d"), .init(.text(source: "f.yml", line: 10, column: 1), "b"),
            .init(.text(source: "--configuration", line: 1, column: 1), "c"),
            .init(.text(source: "f.yml", line: 9, column: 2), "a"),
        ])
        #expect(error.description == "f.yml:9:2: a\nf.yml:10:1: b\n--configuration:1:1: c\nMARRAM_NODE: d")
    }

    @Test("stops after fifty lines and says how many are left")
    func many() {
        let error = ConfigurationError((1...60).map { .init(.text(source: "f", line: $0, column: 1), "x") })
        let lines = error.description.split(separator: "\n")
        #expect(lines.count == 51)
        #expect(lines.last == "and 10 more problems")
    }
}
