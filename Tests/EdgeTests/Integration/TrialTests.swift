import Inference
import MQTT
import Support
import Tensors
import Testing

@testable import Edge

@Suite("A candidate on trial, and one that sees copies")
struct TrialTests {
    private static let topic = "marram/v1/n1/infer/m"
    private static let model = Staged.name("m")

    /// Which version answers each of some clients, while version 2 has 30 of 100 of them.
    private static func versions(_ replies: [String], port: Int) async throws -> [String] {
        let client = try await TestClient(port: port, topics: ["marram/v1/n1/#", "clients/many/#"])
        let node = try Scene.node(models: [], fakes: ["m": Staged.multiplying(by: 1)], port: port)
        try await client.waitForStatus("online")
        node.order(.trial(Staged.factor(2), sharePercent: 30))
        try await node.log.wait(for: "candidate on trial")
        for (number, reply) in replies.enumerated() {
            let properties = MessageProperties(responseTopic: reply)
            client.send(Body.floats([1, 1], id: "\(number)"), to: topic, properties)
        }
        let all = try await client.wait(for: "all answers") {
            $0.count { $0.topic.hasPrefix("clients/many/") } == replies.count
        }
        try await node.stop()
        return replies.map { reply in all.first { $0.topic == reply }?.property("version") ?? "" }
    }

    @Test("[stage-10] [stage-11] 30 of 100 clients get the candidate, the same ones after a restart")
    func share() async throws {
        let broker = try await Broker()
        let replies = (0..<60).map { "clients/many/\($0)" }
        let first = try await Self.versions(replies, port: broker.port)
        let second = try await Self.versions(replies, port: broker.port)
        #expect(first == second)
        #expect(first == replies.map { Share(percent: 30).takes($0.utf8) ? "2" : "1" })
        #expect(Set(first) == ["1", "2"])
    }

    @Test("[stage-12] without properties the share goes by the topic that the body names")
    func shareInBody() async throws {
        let scene = try await Scene.start(
            ["broker": ["protocol": "3.1.1"]],
            models: [],
            fakes: ["m": Staged.multiplying(by: 1)]
        )
        scene.node.order(.trial(Staged.factor(2), sharePercent: 50))
        try await scene.node.log.wait(for: "candidate on trial")
        let reply = scene.client.replyTopic
        scene.client.send(Body.floats([1, 1], replyTo: reply), to: Self.topic)
        let answer = try #require(
            try await scene.client.wait(for: "an answer") { $0.contains { $0.topic == reply } }.last {
                $0.topic == reply
            }
        )
        #expect(answer.object["model_version"] as? String == (Share(percent: 50).takes(reply.utf8) ? "2" : "1"))
        try await scene.end()
    }

    @Test("[stage-40] a candidate that fails every run is reported, and once withdrawn it answers nothing")
    func failing() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let staged = Staged.model("m", "2", Staged.failing())
        scene.node.order(.trial(staged, sharePercent: 100))
        try await scene.node.log.wait(for: "candidate on trial")
        for _ in 0..<5 { #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).code == "internal") }
        // What clients send wrongly is not its fault.
        #expect(try await scene.client.ask(Body.floats([1, 1, 1]), of: Self.topic).code == "bad_input")
        let report = try await scene.node.report { report in
            guard case .trial(let answered, let errors, _, _, _) = report.figures else { return false }
            return answered == 0 && errors == 5
        }
        #expect(report.model == Self.model && report.bundle == staged.id)
        let health = try await scene.client.health { $0.models["m"]?.candidate?.err == 5 }
        #expect(health.models["m"]?.version == "1" && health.models["m"]?.err == 0)
        #expect(health.models["m"]?.candidate?.stage == "trial" && health.models["m"]?.candidate?.share == 100)
        scene.node.order(.withdraw(Self.model, staged.id))
        try await scene.node.log.wait(for: "candidate withdrawn")
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).property("version") == "1")
        #expect(try await scene.client.health { $0.models["m"]?.n == 1 }.models["m"]?.candidate == nil)
        try await scene.end()
    }

    @Test("[stage-41] the 99th percentile stands beside the one from before, once there are a hundred of each")
    func tail() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        func ask(_ count: Int) async throws {
            let before = scene.client.messages(on: scene.client.replyTopic).count
            for _ in 0..<count {
                let properties = MessageProperties(responseTopic: scene.client.replyTopic)
                scene.client.send(Body.floats([1, 1]), to: Self.topic, properties)
            }
            let reply = scene.client.replyTopic
            try await scene.client.wait(for: "answers") { $0.count { $0.topic == reply } == before + count }
        }
        try await ask(100)
        scene.node.order(.trial(Staged.factor(2), sharePercent: 100))
        try await scene.node.log.wait(for: "candidate on trial")
        try await ask(99)
        try await scene.node.report { report in
            if case .trial(99, 0, nil, nil, _) = report.figures { true } else { false }
        }
        try await ask(1)
        try await scene.node.report { report in
            guard case .trial(100, 0, let own?, let before?, _) = report.figures else { return false }
            return own > 0 && before > 0
        }
        try await scene.end()
    }

    @Test("[stage-42] a candidate is withdrawn while it runs: the run ends, and all that comes is for the other")
    func withdrawnWhileItRuns() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let staged = Staged.model("m", "2", gate.session(), profile: Staged.slow)
        scene.node.order(.trial(staged, sharePercent: 100))
        try await scene.node.log.wait(for: "candidate on trial")
        func send(_ number: Float, _ id: String) {
            let properties = MessageProperties(responseTopic: scene.client.replyTopic)
            scene.client.send(Body.floats([number, 1], id: id), to: Self.topic, qos: .atMostOnce, properties)
        }
        send(100, "runs")
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        send(1, "waits")
        try await scene.client.health { $0.queue == 1 }
        scene.node.order(.withdraw(Self.model, staged.id))
        send(2, "later")
        let reply = scene.client.replyTopic
        let first = try await scene.client.wait(for: "two answers") { $0.count { $0.topic == reply } == 2 }
            .filter { $0.topic == reply }
        #expect(Set(first.compactMap(\.id)) == ["waits", "later"])
        #expect(first.allSatisfy { $0.property("version") == "1" })
        gate.open()
        let all = try await scene.client.wait(for: "the run's answer") { $0.count { $0.topic == reply } == 3 }
        #expect(all.last { $0.topic == reply }?.property("version") == "2")
        try await scene.node.log.wait(for: "model released")
        try await scene.end()
    }

    @Test("[stage-43] what is promoted serves everything from then on; the statistics of its trial are its own")
    func promoted() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let staged = Staged.factor(2)
        scene.node.order(.trial(staged, sharePercent: 1))
        scene.node.order(.promote(Self.model, staged.id))
        for _ in 0..<5 {
            #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).property("version") == "2")
        }
        let health = try await scene.client.health { $0.models["m"]?.n == 5 }
        #expect(health.models["m"]?.version == "2" && health.models["m"]?.candidate == nil)
        try await scene.end()
    }

    @Test("[stage-20] [stage-22] a shadow's answers are compared and never seen", arguments: [1, 2])
    func shadow(factor: Int) async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let staged = Staged.model("m", "2", Staged.multiplying(by: Float(factor)))
        scene.node.order(.shadow(staged))
        try await scene.node.log.wait(for: "candidate sees copies")
        for _ in 0..<20 {
            // One number a row: of rows only the place of the largest would count.
            #expect(try await scene.client.ask(Body.floats([1, 3]), of: Self.topic).property("version") == "1")
        }
        let report = try await scene.node.report { report in
            if case .shadow(let compared, _, _, _, _) = report.figures { compared > 0 } else { false }
        }
        guard case .shadow(let compared, let agreed, let failed, _, let difference) = report.figures else { return }
        #expect(report.bundle == staged.id && failed == 0 && agreed == compared)
        #expect(difference == Double(3 * (factor - 1)))
        let health = try await scene.client.health { $0.models["m"]?.candidate != nil }
        #expect(health.models["m"]?.candidate?.stage == "shadow" && health.models["m"]?.n == 20)
        scene.node.order(.withdraw(Self.model, staged.id))
        try await scene.client.health { $0.models["m"]?.candidate == nil }
        try await scene.end()
    }

    @Test("[stage-21] copies that the shadow does not take count as failed")
    func misfit() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let other = FakeSession(inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 3])]) {
            inputs throws(InferenceError) in [inputs[0]]
        }
        scene.node.order(.shadow(Staged.model("m", "2", other)))
        try await scene.node.log.wait(for: "candidate sees copies")
        _ = try await scene.client.ask(Body.floats([1, 1]), of: Self.topic)
        try await scene.node.report { report in
            if case .shadow(1, 0, 1, 0, _) = report.figures { true } else { false }
        }
        try await scene.end()
    }

    @Test("[stage-20] a shadow that stands still delays nobody: copies that find no room are dropped and counted")
    func slowShadow() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        scene.node.order(.shadow(Staged.model("m", "2", gate.session())))
        try await scene.node.log.wait(for: "candidate sees copies")
        var asked = 0
        func dropped() -> Bool {
            scene.node.reports.value.contains { report in
                if case .shadow(_, _, _, let dropped, _) = report.figures { dropped > 0 } else { false }
            }
        }
        while !dropped(), asked < 5000 {
            let answer = try await scene.client.ask(Body.floats([100, 1]), of: Self.topic)
            #expect(answer.property("version") == "1")
            asked += 1
        }
        #expect(dropped())
        gate.open()
        try await scene.end()
    }
}
