import Telemetry
import Testing

@Suite struct FieldPathTests {
    @Test(
        "[telemetry-1] reads a path and writes it as it was",
        arguments: [
            ("$", []), ("$.temp", [.key("temp")]), ("$.v.x", [.key("v"), .key("x")]),
            ("$.a[0]", [.key("a"), .index(0)]), ("$[3].b", [.index(3), .key("b")]), ("$['a.b']", [.key("a.b")]),
            ("$.Volume Flow RateRMS", [.key("Volume Flow RateRMS")]), ("$['']", [.key("")]),
            ("$.größe['x[1]']", [.key("größe"), .key("x[1]")]),
        ] as [(String, [FieldPath.Step])]
    )
    func reads(text: String, steps: [FieldPath.Step]) throws {
        let path = try FieldPath(text)
        #expect(path.steps == steps)
        #expect(path.description == text)
    }

    @Test(
        "[telemetry-1] refuses what is no path, and shows one",
        arguments: [
            "", "temp", ".temp", "$temp", "$.", "$..x", "$.a[", "$.a[]", "$.a[-1]", "$.a[x]", "$.a[65536]", "$['a",
            "$['a'", "$.a[1]x", "$" + String(repeating: ".a", count: 17),
        ]
    )
    func refuses(text: String) {
        let error = #expect(throws: PlanError.self) { try FieldPath(text) }
        #expect(error?.message.contains("is not a path such as $.temp") == true)
    }

    @Test("[telemetry-20] reads parts of keys", arguments: ["$topic[0]", "$topic[12]", "$.device", "$.d[0]"])
    func keyPart(text: String) throws {
        #expect(try KeyPart(text).description == text)
    }

    @Test(
        "[telemetry-20] refuses other parts",
        arguments: ["$topic", "$topic[]", "$topic[x]", "$topic[1", "$topic[-1]", "x"]
    )
    func noKeyPart(text: String) {
        #expect(throws: PlanError.self) { try KeyPart(text) }
    }
}
