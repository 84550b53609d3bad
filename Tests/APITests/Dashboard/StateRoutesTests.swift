import Foundation
import Monitoring
import Testing

@testable import API

@Suite("What the dashboard asks for")
struct StateRoutesTests {
    @Test("[dashboard-api-1] the state is all sections of the last second; before the first it is not there yet")
    func state() async throws {
        try await BoardScene.serving { scene in
            let early = try await scene.send("GET", "/api/state")
            #expect(early.status == 503)
            #expect(early.headers["retry-after"] == "1")
            #expect(early.error != nil)
            scene.tick(100, requests: 3)
            scene.tick(101, requests: 5)
            let answer = try await scene.send("GET", "/api/state")
            #expect(answer.status == 200)
            #expect(answer.headers["cache-control"] == "no-store")
            let sections = ["node", "mqtt", "requests", "models", "updates", "bindings", "drift", "outbox", "system"]
            #expect(Set(answer.json.keys) == Set(sections + ["v", "seq", "time"]))
            #expect(answer.json["seq"] as? Int == 2)
            #expect(answer.json["time"] as? String == "t101")
            let model = try #require((answer.json["models"] as? [[String: Any]])?.first)
            #expect(model["requests"] as? Int == 5)
            #expect(model["state"] as? String == "unavailable")
            #expect((answer.json["mqtt"] as? [String: Any])?["state"] as? String == "disconnected")
            #expect((answer.json["system"] as? [String: Any])?["streams_limit"] as? Int == 64)
        }
    }

    @Test("[dashboard-api-2] series by name and span; what is not known is named")
    func series() async throws {
        try await BoardScene.serving { scene in
            scene.tick(100, values: ["a": 0.31])
            scene.tick(102, values: ["a": 2, "b": 1])
            let answer = try await scene.send("GET", "/api/series?names=a,b&span=15m")
            #expect(answer.status == 200)
            #expect(answer.text == #"{"end":102,"series":{"a":[0.31,null,2],"b":[null,null,1]},"span":"15m","step":1}"#)
            let all = try await scene.send("GET", "/api/series")
            #expect(Set((all.json["series"] as? [String: Any])?.keys.map { $0 } ?? []) == ["a", "b", "streams"])
            let strange = try await scene.send("GET", "/api/series?names=a,zzz")
            #expect(strange.status == 400)
            #expect(strange.error?.contains("'zzz'") == true)
            let span = try await scene.send("GET", "/api/series?span=1h")
            #expect(span.status == 400)
            #expect(span.error?.contains("15m or 24h") == true)
        }
    }

    @Test("[dashboard-api-3] scores of a binding's keys; one that there is not is 404")
    func scores() async throws {
        try await BoardScene.serving { scene in
            let key = KeyScore(key: Array(#"["l\"1","p"]"#.utf8), score: 0.6, isAnomalous: true, peak: 0.9, since: "s")
            let scores = BindingScores(
                binding: "vibration",
                model: "press",
                threshold: 0.42,
                offThreshold: 0.38,
                keysTotal: 4,
                keys: [key]
            )
            let state = NodeState(node: NodeSection(name: "n", version: "1", runtime: "r", arch: "a", started: "t"))
            scene.board.post(BoardTick(second: 5, time: "t", state: state, values: [:], scores: [scores]))
            let answer = try await scene.send("GET", "/api/scores?binding=vibration")
            #expect(answer.status == 200)
            let binding = try #require((answer.json["bindings"] as? [[String: Any]])?.first)
            #expect(binding["threshold"] as? Double == 0.42)
            let found = try #require((binding["keys"] as? [[String: Any]])?.first)
            #expect(found["key"] as? [String] == ["l\"1", "p"])
            #expect(found["anomalous"] as? [[Int]] == [[0, 0]])
            #expect(try await scene.send("GET", "/api/scores?binding=other").status == 404)
        }
    }

    @Test("[dashboard-api-5] the newest predictions first, of a model, as many as are wanted")
    func predictions() async throws {
        try await BoardScene.serving { scene in
            for index in 0..<6 { scene.prediction(index % 2 == 0 ? "press" : "iris", binding: "b") }
            let answer = try await scene.send("GET", "/api/predictions?model=press&limit=2&binding=b")
            let found = try #require(answer.json["predictions"] as? [[String: Any]])
            #expect(found.map { $0["n"] as? Int } == [5, 3])
            #expect(found[0]["key"] as? [String] == ["k"])
            #expect(found[0]["source"] as? String == "telemetry")
            #expect((found[0]["request"] as? [String: Any])?["inputs"] as? [Int] == [])
            for bad in ["0", "201", "x", "1e9"] {
                let refused = try await scene.send("GET", "/api/predictions?limit=\(bad)")
                #expect(refused.status == 400, "\(bad)")
                #expect(refused.error?.contains("1 to 200") == true)
            }
        }
    }

    @Test("[dashboard-api-13] what a candidate answers otherwise, the newest first; not part of the state")
    func disagreements() async throws {
        try await BoardScene.serving { scene in
            #expect(try await scene.send("GET", "/api/disagreements").status == 503)
            var found = Disagreement(number: 4, time: "t4")
            found.largestDifference = 0.5
            found.request = Array(#"{"inputs":[]}"#.utf8)
            found.served = Array(#"{"score":1}"#.utf8)
            found.candidate = Array(#"{"score":2}"#.utf8)
            var failed = Disagreement(number: 9, time: "t9")
            failed.failure = "no \"x\""
            failed.binding = "b"
            failed.largestDifference = .nan
            scene.tick(1) { model in
                model.candidate = CandidateSection()
                model.candidate?.version = "8"
                model.candidate?.stage = "shadow"
                model.candidate?.disagreements = [found, failed]
            }
            let answer = try await scene.send("GET", "/api/disagreements?model=press")
            #expect(answer.status == 200)
            let text =
                #"{"models":[{"model":"press","version":"7","candidate":"8","stage":"shadow","disagreements":["#
                + #"{"n":9,"time":"t9","binding":"b","failure":"no \"x\""},"#
                + #"{"n":4,"time":"t4","largest_difference":0.5,"request":{"inputs":[]},"#
                + #""served":{"score":1},"candidate":{"score":2}}]}]}"#
            #expect(answer.text == text)
            #expect(try await scene.send("GET", "/api/disagreements").text == text)
            #expect(try await scene.send("GET", "/api/state").text.contains("disagreements") == false)
            let strange = try await scene.send("GET", "/api/disagreements?model=other")
            #expect(strange.status == 404 && strange.error?.contains("'other'") == true)
            scene.tick(2)
            #expect(try await scene.send("GET", "/api/disagreements?model=press").text == #"{"models":[]}"#)
        }
    }

    @Test("[dashboard-api-14] statistics of drift over time, of a binding and a feature; not part of the state")
    func drift() async throws {
        try await BoardScene.serving { scene in
            #expect(try await scene.send("GET", "/api/drift").status == 503)
            var section = DriftSection(binding: "vibration", model: "press")
            section.features = [DriftFeature(feature: "y", scope: "input", state: "normal")]
            for (second, value) in [(10, 0.25), (20, Double.infinity)] {
                let psi = DriftFeature.Statistic(name: "psi", value: value, warning: 0.5, drift: 1, probability: nil)
                let ks = DriftFeature.Statistic(name: "ks", value: 0.5, warning: 0.25, drift: 0.5, probability: 0.125)
                let told = second == 10 ? [psi] : [psi, ks]
                section.history.note(told, at: 0, feature: "x", scope: "input", isRaised: false, second: second)
            }
            scene.tick(1, drift: [section])
            let answer = try await scene.send("GET", "/api/drift?binding=vibration&feature=x")
            #expect(answer.status == 200)
            let feature =
                #"{"feature":"x","leading":"ks","scope":"input","statistics":["#
                + #"{"drift":1,"name":"psi","values":[0.25,null],"warning":0.5},"#
                + #"{"drift":0.5,"name":"ks","p_values":[null,0.125],"values":[null,0.5],"warning":0.25}],"times":[10,20]}"#
            #expect(
                answer.text
                    == #"{"bindings":[{"binding":"vibration","features":[\#(feature)],"model":"press"}]}"#
            )
            #expect(try await scene.send("GET", "/api/drift").text == answer.text)
            #expect(try await scene.send("GET", "/api/drift?feature=y").text.contains(#""features":[]"#))
            #expect(try await scene.send("GET", "/api/state").text.contains("history") == false)
            for (query, word) in [("binding=other", "'other'"), ("binding=vibration&feature=z", "'z'")] {
                let strange = try await scene.send("GET", "/api/drift?\(query)")
                #expect(strange.status == 404 && strange.error?.contains(word) == true)
            }
        }
    }

    @Test("[dashboard-api-6] the log is a line an event, by kind, after an id, as a file")
    func log() async throws {
        try await BoardScene.serving { scene in
            scene.event("io.marram.anomaly.opened.v1", 1)
            scene.event("io.marram.drift.detected.v1", 2, data: #"{"severity":"critical"}"#)
            scene.event("io.marram.model.rolled_back.v1", 3)
            let all = try await scene.send("GET", "/api/log")
            #expect(all.headers["content-type"] == "application/x-ndjson")
            let lines = try all.text.split(separator: "\n").map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            #expect(lines.map { $0["id"] as? String } == ["12-1", "12-2", "12-3"])
            #expect(lines.map { $0["kind"] as? String } == ["anomaly", "drift", "update"])
            #expect(lines.map { $0["severity"] as? String } == ["warning", "critical", "major"])
            #expect((lines[1]["event"] as? [String: Any])?["id"] as? String == "e2")
            let some = try await scene.send("GET", "/api/log?kinds=drift,update&after=12-2&download=1")
            #expect(some.text.split(separator: "\n").count == 1)
            #expect(some.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(try await scene.send("GET", "/api/log?after=9-2").text.split(separator: "\n").count == 3)
            for bad in ["kinds=nothing", "after=x", "after=1-2-3", "limit=0"] {
                #expect(try await scene.send("GET", "/api/log?\(bad)").status == 400, "\(bad)")
            }
        }
    }

    @Test("[metrics-4] metrics are served as Prometheus wants them")
    func metrics() async throws {
        try await BoardScene.serving { scene in
            #expect(try await scene.send("GET", "/metrics").status == 503)
            scene.tick(1, requests: 4)
            let answer = try await scene.send("GET", "/metrics")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text.contains(#"marram_model_requests_total{model="press",version="7"} 4"#))
        }
    }

    @Test(
        "[dashboard-api-9] nothing is shown to whoever has not logged in",
        arguments: ["state", "series", "scores", "predictions", "disagreements", "drift", "log", "events", "metrics"]
    )
    func nothingForStrangers(_ name: String) async throws {
        try await BoardScene.serving(role: nil) { scene in
            scene.tick(1)
            let answer = try await scene.send("GET", name == "metrics" ? "/metrics" : "/api/\(name)")
            #expect(answer.status == 401)
        }
    }
}
