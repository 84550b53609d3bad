import Foundation
import Inference
import MQTT
import Support
import Telemetry
import Testing

@testable import Edge

@Suite("Telemetry on a real broker")
struct TelemetryTests {
    @Test(
        "[bindings-20] [bindings-31] [bindings-54] makes a prediction of each window, with all its members",
        arguments: [0, 1]
    )
    func predictions(qos: Int) async throws {
        let scene = try await TelemetryScene.start([
            "source": ["topic": "plant/+/+/telemetry", "qos": qos] as [String: any Sendable]
        ])
        let before = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        scene.send([1, 1, 1, 4], qos: qos == 1 ? .atLeastOnce : .atMostOnce)
        let predictions = try await scene.predictions(2)
        let first = predictions[0].object
        #expect(first["v"] as? Int == 1)
        #expect(first["binding"] as? String == "press")
        #expect(first["key"] as? [String] == ["hall2", "press4"])
        #expect(first["model"] as? String == "press-ae")
        #expect(first["version"] as? String == "7")
        #expect(first["score"] as? Double == 1)
        #expect(first["threshold"] as? Double == 2)
        #expect(first["anomaly"] as? Bool == false)
        // True where the outbox was still being opened when it was made.
        #expect(first["replayed"] is Bool)
        #expect(first["source_time"] as? String == "2001-09-09T01:46:42.000Z")
        let time = try #require(Timestamp(rfc3339: first["time"] as? String ?? ""))
        #expect(time.seconds(since: before) > -0.01 && time.seconds(since: before) < 30)
        #expect(predictions[1].object["score"] as? Double == 2)
        #expect(predictions[0].qos == .atLeastOnce && !predictions[0].isRetained)
        #expect(predictions[0].properties.contentType == "application/json")
        let health = try await scene.health { $0.predictions == 2 }
        #expect(health.readings == 4 && health.windows == 2 && health.keys == 1 && health.errors == 0)
        let birth = try #require(scene.client.messages(on: "marram/v1/n1/birth").first?.object)
        #expect(birth["bindings"] as? [String] == ["press"])
        try await scene.end()
    }

    @Test("[bindings-40] [bindings-42] opens and closes one event an episode, with the fields that did it")
    func episode() async throws {
        let scene = try await TelemetryScene.start(["publish": ["predictions": "anomaly"] as [String: any Sendable]])
        for (index, x) in [1.0, 1, 1, 12, 13, 1, 1, 1, 1].enumerated() {
            scene.client.send(
                TelemetryScene.reading(x, 1, at: 1_000_000_000_000 + index * 1000),
                to: "plant/hall2/press4/telemetry"
            )
        }
        let events = try await scene.events(2)
        try await scene.health { $0.windows == 7 && $0.events == 2 && $0.anomaliesOpen == 0 }
        #expect(
            events.map { $0.object["type"] as? String } == [
                "io.marram.anomaly.opened.v1", "io.marram.anomaly.closed.v1",
            ]
        )
        let opened = try #require(events[0].object["data"] as? [String: Any])
        #expect(opened["binding"] as? String == "press")
        #expect(opened["key"] as? [String] == ["hall2", "press4"])
        #expect(opened["started"] as? String == "2001-09-09T01:46:43.000Z")
        #expect(opened["ended"] == nil)
        #expect(opened["threshold"] as? Double == 2)
        let fields = try #require(opened["top_fields"] as? [[String: Any]])
        #expect(fields.map { $0["path"] as? String } == ["$.v.x", "$.v.y"])
        // x: (1 + 1 + 12) / 3, y: 1
        let share = try #require(fields[0]["share"] as? Double)
        #expect(abs(share - 14.0 / 17) < 1e-6)
        let closed = try #require(events[1].object["data"] as? [String: Any])
        #expect(closed["ending"] as? String == "recovered")
        #expect(closed["samples"] as? Int == 4)
        #expect((closed["top_fields"] as? [[String: Any]])?.count == 2)
        #expect(closed["peak_time"] as? String == "2001-09-09T01:46:44.000Z")
        #expect(events[0].object["subject"] as? String == "press/hall2/press4")
        #expect(events[0].object["source"] as? String == "/marram/n1")
        #expect(events[0].id != events[1].id && events[0].id?.isEmpty == false)
        #expect(events[0].properties.contentType == "application/cloudevents+json; charset=utf-8")
        let predictions = scene.client.messages(on: "marram/v1/n1/prediction/press")
        #expect(predictions.count == 4)
        #expect(predictions.allSatisfy { $0.object["anomaly"] as? Bool == true })
        try await scene.end()
    }

    @Test("[bindings-43] events in binary mode carry their attributes as user properties")
    func binary() async throws {
        let scene = try await TelemetryScene.start(settings: ["events": ["mode": "binary"]])
        scene.send([1, 1, 10])
        let event = try #require(try await scene.events(1).first)
        #expect(event.property("type") == "io.marram.anomaly.opened.v1")
        #expect(event.property("specversion") == "1.0")
        #expect(event.property("source") == "/marram/n1")
        #expect(event.property("subject") == "press/hall2/press4")
        #expect(event.property("id")?.isEmpty == false && event.property("time")?.isEmpty == false)
        #expect(event.property("datacontenttype") == nil)
        #expect(event.properties.contentType == "application/json")
        #expect(event.object["binding"] as? String == "press")
        #expect(event.object["specversion"] == nil)
        try await scene.end()
    }

    @Test("[bindings-31] without anomaly a prediction has the model's outputs")
    func outputs() async throws {
        let scene = try await TelemetryScene.start(["anomaly": NSNull()])
        scene.send([1, 1, 1, 4])
        let predictions = try await scene.predictions(2)
        let outputs = try #require(predictions[1].object["outputs"] as? [[String: Any]])
        #expect(outputs.map { $0["name"] as? String } == ["score", "field_errors"])
        #expect(outputs[0]["data"] as? [Double] == [2])
        #expect(outputs[0]["shape"] as? [Int] == [1])
        #expect(outputs[1]["data"] as? [Double] == [2, 2])
        #expect(predictions[1].object["score"] == nil && predictions[1].object["anomaly"] == nil)
        try await scene.end()
    }

    @Test("[bindings-14] counts bad readings, tells of them once a minute, and goes on")
    func badReadings() async throws {
        let scene = try await TelemetryScene.start()
        let topic = "plant/hall2/press4/telemetry"
        for payload in [
            "{", #"{"ts":1,"v":{"x":1}}"#, #"{"ts":1,"v":{"x":1,"y":1e39}}"#, #"{"ts":"a","v":{}}"#, "", "[1]",
        ] {
            scene.client.send(Array(payload.utf8), to: topic)
        }
        scene.client.send([0xFF, 0xFE], to: topic)
        scene.send([1, 1, 1])
        _ = try await scene.predictions(1)
        let health = try await scene.health { $0.predictions == 1 }
        #expect(health.rejected == 7)
        let events = try await scene.events(1, "input")
        #expect(events.count == 1)
        let data = try #require(events[0].object["data"] as? [String: Any])
        #expect(data["binding"] as? String == "press")
        #expect(data["topic"] as? String == topic)
        #expect(data["code"] as? String == "bad_json")
        #expect(data["count"] as? Int == 1)
        #expect(!scene.node.log.lines(containing: "telemetry rejected").isEmpty)
        try await scene.end()
    }

    @Test("[bindings-12] drops late readings and duplicates, and ignores retained ones")
    func order() async throws {
        let scene = try await TelemetryScene.start()
        let topic = "plant/hall2/press4/telemetry"
        for (value, second) in [(1.0, 0), (1, 1), (9, 1), (9, 0), (1, 2)] {
            scene.client.send(TelemetryScene.reading(value, at: 1_000_000_000_000 + second * 1000), to: topic)
        }
        let prediction = try #require(try await scene.predictions(1).first)
        #expect(prediction.object["score"] as? Double == 1)
        let health = try await scene.health { $0.predictions == 1 }
        #expect(health.readings == 5 && health.late == 1 && health.duplicates == 1)
        try await scene.end()
    }

    @Test("[bindings-15] retained messages are no telemetry")
    func retained() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        client.send(TelemetryScene.reading(1, at: 5), to: "plant/hall2/press4/telemetry", retain: true)
        try await client.waitForConfirmations(1)
        let scene = try await TelemetryScene.start(broker: broker)
        let health = try await scene.health { $0.ignored == 1 }
        #expect(health.readings == 0 && health.keys == 0)
        try await scene.end()
    }

    @Test("[bindings-13] fills what is missing, or skips, as the fields say")
    func missing() async throws {
        let scene = try await TelemetryScene.start([
            "fields": [
                ["path": "$.v.x", "missing": "last"], ["path": "$.v.y", "missing": "skip"],
            ] as [[String: any Sendable]]
        ])
        let topic = "plant/hall2/press4/telemetry"
        for (second, values) in [#""y":1"#, #""x":2,"y":1"#, #""x":3"#, #""y":1"#, #""y":1"#].enumerated() {
            scene.client.send(Array(#"{"ts":\#(1_000_000 + second),"v":{\#(values)}}"#.utf8), to: topic)
        }
        // Taken: (2, 1), (3, 1), (3, 1); what a skipped reading held is remembered.
        let prediction = try #require(try await scene.predictions(1).first)
        let score = try #require(prediction.object["score"] as? Double)
        #expect(abs(score - (8.0 / 3 + 1) / 2) < 1e-6)
        let health = try await scene.health { $0.predictions == 1 }
        #expect(health.skipped == 2 && health.rejected == 0)
        try await scene.end()
    }

    @Test("[bindings-11] keeps as many keys as it may, evicts the least recently used, and closes what is open of it")
    func eviction() async throws {
        let scene = try await TelemetryScene.start(settings: ["limits": ["keys_per_binding": 2]])
        scene.send([9, 9, 9], device: "a/1")
        _ = try await scene.events(1)
        scene.send([1, 1], device: "a/2")
        scene.send([1], device: "a/3")
        let events = try await scene.events(2)
        #expect((events[1].object["data"] as? [String: Any])?["ending"] as? String == "interrupted")
        #expect(events[1].object["subject"] as? String == "press/a/1")
        // a/2 was used later than a/1: it is still there.
        scene.send([1], from: 1_000_000_005_000, device: "a/2")
        _ = try await scene.predictions(2)
        let health = try await scene.health { $0.predictions == 2 }
        #expect(health.evicted == 1 && health.keys == 2 && health.anomaliesOpen == 0)
        try await scene.end()
    }

    @Test("[bindings-11] what a key that makes room has waiting is judged first", arguments: [0, 1])
    func evictionWithinMessage(qos: Int) async throws {
        let source: [String: any Sendable] = ["topic": "plant/+/+/telemetry", "qos": qos]
        let scene = try await TelemetryScene.start(
            ["key": ["$.k"], "source": source],
            settings: ["limits": ["keys_per_binding": 1]]
        )
        let readings = (0..<4).map { second in
            #"{"k":"\#(second < 3 ? "a" : "b")","ts":\#(1_000_000_000_000 + second * 1000),"v":{"x":9,"y":9}}"#
        }
        scene.client.send(Array("[\(readings.joined(separator: ","))]".utf8), to: "plant/h/d/telemetry")
        let events = try await scene.events(2)
        #expect(events.map { $0.object["subject"] as? String } == ["press/a", "press/a"])
        #expect((events[1].object["data"] as? [String: Any])?["ending"] as? String == "interrupted")
        let health = try await scene.health { $0.readings == 4 }
        #expect(health.windows == 1 && health.dropped == 0 && health.evicted == 1 && health.anomaliesOpen == 0)
        try await scene.end()
    }

    @Test("[bindings-20] predictions of each key come in the order of its readings")
    func orderOfKeys() async throws {
        let scene = try await TelemetryScene.start(["key": ["$topic[2]"]])
        for second in 0..<60 {
            for device in 0..<20 {
                scene.client.send(
                    TelemetryScene.reading(Double(device), at: 1_000_000_000_000 + second * 1000),
                    to: "plant/h/\(device)/telemetry"
                )
            }
        }
        let predictions = try await scene.predictions(20 * 58)
        let byKey = Dictionary(grouping: predictions) { ($0.object["key"] as? [String])?.first ?? "" }
        #expect(byKey.count == 20)
        for (key, own) in byKey {
            let times = own.compactMap { $0.object["source_time"] as? String }
            #expect(times.count == 58 && times == times.sorted(), "\(key)")
            #expect(own.allSatisfy { $0.object["score"] as? Double == Double(key) })
        }
        try await scene.end()
    }

    @Test("[bindings-30] tells changes of the decision alone, the first one included")
    func changes() async throws {
        let scene = try await TelemetryScene.start(["publish": NSNull()])
        scene.send([1, 1, 1, 1, 9, 9, 9, 9, 1, 1, 1, 1])
        _ = try await scene.predictions(3)
        try await scene.health { $0.windows == 10 && $0.predictions == 3 }
        let predictions = scene.client.messages(on: "marram/v1/n1/prediction/press")
        #expect(predictions.map { $0.object["anomaly"] as? Bool } == [false, true, false])
        try await scene.end()
    }

    @Test("[bindings-40] a gap begins the window anew and closes what is open")
    func gap() async throws {
        let scene = try await TelemetryScene.start(["window": ["max_gap_s": 5]])
        scene.send([9, 9, 9])
        scene.send([1, 1, 1], from: 1_000_000_010_000)
        let events = try await scene.events(2)
        #expect((events[1].object["data"] as? [String: Any])?["ending"] as? String == "interrupted")
        let predictions = try await scene.predictions(2)
        #expect(predictions.map { $0.object["score"] as? Double } == [9, 1])
        let health = try await scene.health { $0.predictions == 2 }
        #expect(health.restarts == 1)
        try await scene.end()
    }
}
