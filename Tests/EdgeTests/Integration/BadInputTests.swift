import MQTT
import Support
import Testing

@testable import Edge

/// A payload that is no request, and the code of the error that it gets.
private struct BadInput: Sendable {
    let title: String
    let payload: [UInt8]
    let code: String

    init(_ title: String, _ text: String, _ code: String) {
        self.init(title, Array(text.utf8), code)
    }

    init(_ title: String, _ payload: [UInt8], _ code: String) {
        self.title = title
        self.payload = payload
        self.code = code
    }

    private static func input(
        shape: String = "[1,4]",
        datatype: String = #""FP32""#,
        data: String = "[1,2,3,4]",
        name: String = #""x""#
    ) -> String {
        #"{"inputs":[{"name":\#(name),"shape":\#(shape),"datatype":\#(datatype),"data":\#(data)}]}"#
    }

    static let table = [
        BadInput("nothing", [], "bad_json"),
        BadInput("truncated JSON", Array(Body.mlp().dropLast(20)), "bad_json"),
        BadInput("no JSON", "hello", "bad_json"),
        BadInput("another type", "[1,2,3]", "bad_input"),
        BadInput("no inputs", "{}", "bad_input"),
        BadInput("inputs of another type", #"{"inputs":7}"#, "bad_input"),
        BadInput("a shape of another type", input(shape: #""1,4""#), "bad_input"),
        BadInput("a datatype of another type", input(datatype: "32"), "bad_input"),
        BadInput("an unknown datatype", input(datatype: #""FP99""#), "bad_input"),
        BadInput("another datatype than the model's", input(datatype: #""INT64""#), "bad_input"),
        BadInput("texts for numbers", input(data: #"["1","2","3","4"]"#), "bad_input"),
        BadInput("too few numbers", input(data: "[1,2,3]"), "bad_input"),
        BadInput("too many numbers", input(data: "[1,2,3,4,5]"), "bad_input"),
        BadInput("another shape than the model's", input(shape: "[1,5]", data: "[1,2,3,4,5]"), "bad_input"),
        BadInput("another input than the model's", input(name: #""z""#), "bad_input"),
        BadInput("a shape of 2^62", input(shape: "[4611686018427387904,4]"), "bad_input"),
        BadInput("a shape whose product is 2^64", input(shape: "[4294967296,4294967296]"), "bad_input"),
        BadInput("a negative shape", input(shape: "[-1,4]"), "bad_input"),
        BadInput("NaN", input(data: "[NaN,2,3,4]"), "bad_json"),
        BadInput("infinity", input(data: "[1e999,2,3,4]"), "bad_input"),
        BadInput("deep nesting", input(data: String(repeating: "[", count: 500)), "bad_json"),
        BadInput("invalid UTF-8", Array(#"{"id":""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}"#.utf8), "bad_json"),
        BadInput("bytes", [UInt8](0...255), "bad_json"),
        BadInput("10 MB of brackets", [UInt8](repeating: UInt8(ascii: "["), count: 10_000_000), "bad_json"),
        BadInput("more than the limit", [UInt8](repeating: UInt8(ascii: " "), count: (16 << 20) + 1), "too_large"),
    ]
}

@Suite("Bad input through a real broker")
struct BadInputTests {
    private let limits: [String: any Sendable] = ["mqtt_payload": "16MiB"]

    @Test("[edge-12] answers whatever is no request with an error of the closed list, and goes on serving")
    func awaited() async throws {
        let scene = try await Scene.start(["limits": limits])
        for bad in BadInput.table {
            let answer = try await scene.client.ask(bad.payload, of: "marram/v1/n1/infer/mlp")
            #expect(answer.code == bad.code, "\(bad.title): \(answer.text.prefix(300))")
            let status = ["bad_json": "400", "bad_input": "400", "too_large": "413"][bad.code]
            #expect(answer.property("status") == status, "\(bad.title)")
            #expect((answer.object["error"] as? String)?.isEmpty == false, "\(bad.title)")
        }
        let answer = try await scene.client.ask(Body.mlp(), of: "marram/v1/n1/infer/mlp")
        #expect(answer.property("status") == "200")
        let count = BadInput.table.count
        let health = try await scene.client.health { $0.requests.errors.values.reduce(0, +) == count }
        #expect(health.requests.answered == count + 1)
        #expect(health.models["mlp"]?.err == count)
        #expect(scene.client.messages(on: "marram/v1/n1/event/input").isEmpty)
        try await scene.end()
    }

    @Test(
        "[edge-13] where nobody is known to wait, the error goes to the result topic and one event a minute tells of it",
        arguments: ["5", "3.1.1"]
    )
    func unawaited(version: String) async throws {
        let scene = try await Scene.start(["limits": limits, "broker": ["protocol": version]])
        for bad in BadInput.table { scene.client.send(bad.payload, to: "marram/v1/n1/infer/mlp") }
        scene.client.send(Body.mlp(id: "good"), to: "marram/v1/n1/infer/mlp")
        let count = BadInput.table.count
        let all = try await scene.client.wait(for: "all results") {
            $0.count { $0.topic == "marram/v1/n1/result/mlp" } == count + 1
        }
        let results = all.filter { $0.topic == "marram/v1/n1/result/mlp" }
        // Where the model turns out to be slow meanwhile, its requests take another way, and some overtake others.
        #expect(results.compactMap(\.code).sorted() == BadInput.table.map(\.code).sorted())
        #expect(results.contains { $0.id == "good" && $0.code == nil })
        try await scene.client.health { $0.mqtt.inflight == 0 }
        let events = scene.client.messages(on: "marram/v1/n1/event/input")
        #expect(events.count == 1)
        let event = try #require(events.first?.object)
        #expect(event["specversion"] as? String == "1.0")
        #expect(event["type"] as? String == "io.marram.input.rejected.v1")
        #expect(event["source"] as? String == "/marram/n1")
        let data = try #require(event["data"] as? [String: Any])
        #expect(data["topic"] as? String == "marram/v1/n1/infer/mlp")
        #expect(BadInput.table.contains { $0.code == data["code"] as? String })
        #expect(data["count"] as? Int == 1)
        if version == "5" {
            #expect(events.first?.properties.contentType == "application/cloudevents+json; charset=utf-8")
        }
        #expect(scene.node.log.lines(containing: "input rejected").count == 1)
        try await scene.end()
    }

    @Test("[edge-13] an unknown model's name that can be no topic gets the event alone, and the node goes on")
    func noTopic() async throws {
        let scene = try await Scene.start()
        scene.client.send(Body.mlp(), to: "marram/v1/n1/infer/my model")
        let all = try await scene.client.wait(for: "the event") {
            $0.contains { $0.topic == "marram/v1/n1/event/input" }
        }
        let event = all.last { $0.topic == "marram/v1/n1/event/input" }
        #expect((event?.object["data"] as? [String: Any])?["code"] as? String == "unknown_model")
        #expect(try await scene.client.ask(Body.mlp(), of: "marram/v1/n1/infer/mlp").property("status") == "200")
        try await scene.end()
    }

    @Test("[edge-14] in 3.1.1 the error of a readable request goes where its reply_to says")
    func replyTo() async throws {
        let scene = try await Scene.start(["broker": ["protocol": "3.1.1"]])
        let reply = scene.client.replyTopic
        scene.client.send(Body.floats([1, 2, 3], id: "e", replyTo: reply), to: "marram/v1/n1/infer/mlp")
        let all = try await scene.client.wait(for: "the error") { $0.contains { $0.topic == reply } }
        let answer = all.last { $0.topic == reply }
        #expect(answer?.code == "bad_input")
        #expect(answer?.id == "e")
        #expect(scene.client.messages(on: "marram/v1/n1/event/input").isEmpty)
        try await scene.end()
    }
}
