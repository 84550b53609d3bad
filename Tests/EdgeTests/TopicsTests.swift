import MQTT
import Testing

@testable import Edge

private func topics(_ json: String = "{}") throws -> Topics {
    let sources = ConfigurationSources(configuration: json, environment: ["AWS_IOT_THING_NAME": "n1"])
    return try Topics(Settings.load(from: sources).settings)
}

@Suite("Topics")
struct TopicsTests {
    @Test("reads request topics")
    func routes() throws {
        let topics = try topics()
        #expect(topics.route("marram/v1/n1/infer/iris") == .infer(model: "iris", version: nil))
        #expect(topics.route("marram/v1/n1/infer/iris/3") == .infer(model: "iris", version: "3"))
        #expect(topics.route("marram/v1/n1/queue/iris") == .queued(model: "iris", version: nil))
    }

    @Test(
        "tells where a request was sent to, also when it waited for a slow model: [edge-13]",
        arguments: [
            ("marram/v1/n1/queue/mlp", "marram/v1/n1/infer/mlp"), ("marram/v1/n1/queue/a/2", "marram/v1/n1/infer/a/2"),
            ("marram/v1/n1/infer/queue", "marram/v1/n1/infer/queue"), ("marram/v1/n2/queue/a", "marram/v1/n2/queue/a"),
        ]
    )
    func asked(topic: String, asked: String) throws { #expect(try topics().asked(topic) == asked) }

    @Test(
        "passes over other topics",
        arguments: [
            "marram/v1/n1", "marram/v1/n1/infer", "marram/v1/n1/infer/a/b/c", "marram/v1/n2/infer/iris",
            "marram/v1/n11infer/iris", "x", "", "marram/v1/n1/result/iris",
        ]
    )
    func foreign(topic: String) throws {
        #expect(try topics().route(topic) == nil)
    }

    @Test(
        "allows answers within the allow-list only",
        arguments: [
            ("clients/hmi/reply", true), ("marram/v1/n1/reply/x", true), ("marram/v1/n1/infer/iris", false),
            ("marram/v1/n1/status", false), ("marram/v1/n1", false), ("plant/valve/set", false),
            ("$SYS/broker", false), ("clients", true),
        ]
    )
    func allowList(topic: String, allowed: Bool) throws {
        let name = try #require(TopicName(topic))
        #expect(try topics().mayAnswer(on: name) == allowed)
    }

    @Test("never allows the node's own topics, however wide the allow-list")
    func ownTopics() throws {
        let wide = try topics(##"{"requests":{"response_allow":["#"]}}"##)
        for topic in ["marram/v1/n1/status", "marram/v1/n1/model/iris/set", "marram/v1/n1/cmd", "$aws/things/x"] {
            #expect(!wide.mayAnswer(on: try #require(TopicName(topic))))
        }
        #expect(wide.mayAnswer(on: try #require(TopicName("plant/display"))))
    }

    @Test(
        "reads which model an update is for",
        arguments: [
            ("marram/v1/n1/model/press-ae/set", "press-ae"), ("marram/v1/n1/model//set", ""),
            ("marram/v1/n1/model/a/b/set", nil), ("marram/v1/n1/model/a/state", nil), ("marram/v1/n2/model/a/set", nil),
            ("marram/v1/n1/model/set", nil), ("", nil),
        ]
    )
    func modelToSet(topic: String, model: String?) throws {
        #expect(try topics().modelToSet(topic) == model)
    }

    @Test("what one process alone owns ends in its instance, what all are asked does not: [command-2]")
    func updateTopics() throws {
        let model = try #require(Name("iris"))
        for (json, end) in [("{}", ""), (#"{"instance":"b"}"#, "/b")] {
            let topics = try topics(json)
            #expect(topics.state(model)?.description == "marram/v1/n1/model/iris/state\(end)")
            #expect(topics.job("j1", of: model)?.description == "marram/v1/n1/model/iris/job/j1\(end)")
            #expect(topics.install.description == "marram/v1/n1/model/+/set")
            #expect(topics.command.description == "marram/v1/n1/cmd")
            #expect(topics.commandResult.description == "marram/v1/n1/cmd/result")
        }
    }

    @Test("several processes of a node share its requests and have their own status")
    func instances() throws {
        let topics = try topics(#"{"instance":"b"}"#)
        #expect(topics.status.description == "marram/v1/n1/status/b")
        #expect(topics.requestFilters.map(\.description).contains("$share/marram-n1/marram/v1/n1/infer/+"))
    }
}
