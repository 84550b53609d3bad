import OpenInference
import Telemetry
import Testing

@Suite struct KeyTests {
    @Test("[telemetry-20] joins levels of the topic and values of the payload in the plan's order")
    func joins() throws {
        let plan = try makePlan("$.a", key: ["$.unit", "$topic[3]", "$.no", "$topic[0]"])
        let (taken, error) = take(#"{"no":1.50,"a":1,"unit":"gr\u00f6\u00dfe"}"#.utf8, plan)
        #expect(error == nil)
        #expect(taken == [Taken(values: [1], key: ["größe", "press4", "1.50", "plant"])])
    }

    @Test(
        "[telemetry-20] every format takes levels of the topic",
        arguments: [PayloadFormat.float32, .number, .csv(columns: ["a"])]
    )
    func formats(format: PayloadFormat) throws {
        let plan = try makePlan(format == .csv(columns: ["a"]) ? "$.a" : "$", format: format, key: ["$topic[1]"])
        let payload: [UInt8] = format == .float32 ? [0, 0, 0x80, 0x3F] : Array("1".utf8)
        #expect(take(payload, plan).taken == [Taken(values: [1], key: ["hall2"])])
    }

    @Test(
        "[telemetry-21] refuses a key that cannot name a device",
        arguments: [
            (#"{"a":1}"#, "missing or empty"), (#"{"a":1,"k":""}"#, "missing or empty"),
            (#"{"a":1,"k":null}"#, "missing or empty"),
            (#"{"a":1,"k":"x\u001fy"}"#, "control character 31"), (#"{"a":1,"k":"x\u007f"}"#, "control character 127"),
            (#"{"a":1,"k":true}"#, "$.k is a boolean"), (#"{"a":1,"k":["x"]}"#, "$.k is an array"),
            (#"{"a":1,"k":"\#(String(repeating: "x", count: 257))"}"#, "longer than 256"),
        ]
    )
    func refuses(text: String, message: String) throws {
        let (taken, error) = take(text.utf8, try makePlan("$.a", key: ["$.k"]))
        #expect(taken.isEmpty)
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("[telemetry-21] a key has 256 bytes at most, its separators included")
    func longest() throws {
        let plan = try makePlan("$.a", key: ["$.k", "$topic[0]"])
        func body(_ count: Int) -> String { #"{"a":1,"k":"\#(String(repeating: "x", count: count))"}"# }
        #expect(take(body(250).utf8, plan).taken.count == 1)
        #expect(take(body(251).utf8, plan).error?.message.contains("longer than 256") == true)
    }

    @Test("[telemetry-21] refuses a topic with too few levels or an empty one", arguments: ["plant", "plant//press"])
    func topics(topic: String) throws {
        #expect(take(#"{"a":1}"#.utf8, try makePlan("$.a", key: ["$topic[1]"]), topic: topic).error?.code == .badInput)
    }

    @Test("[telemetry-21] refuses key cells that are not UTF-8")
    func cells() throws {
        let plan = try makePlan("$.a", format: .csv(columns: ["a", "k"]), key: ["$.k"])
        #expect(take(Array("1,\"x\"\"y\"\n2,größe".utf8), plan).taken.map(\.key) == [["x\"y"], ["größe"]])
        #expect(take(Array("1,".utf8) + [0xC3], plan).error?.message.contains("not UTF-8") == true)
    }
}
