import Inference
import MQTT
import Support
import Tensors
import Testing

@testable import Edge

@Suite("Models that change places while a node runs")
struct SwapTests {
    private static let topic = "marram/v1/n1/infer/m"

    /// A node with version 1 of a model, which gives its inputs back.
    private static func start(
        _ configuration: [String: any Sendable] = [:],
        session: FakeSession = Staged.multiplying(by: 1)
    ) async throws -> Scene {
        try await Scene.start(configuration, models: [], fakes: ["m": session])
    }

    private static func send(
        _ scene: Scene,
        _ numbers: [Float],
        id: String,
        qos: QoS = .atLeastOnce,
        of topic: String = topic
    ) {
        let properties = MessageProperties(responseTopic: scene.client.replyTopic)
        scene.client.send(Body.floats(numbers, id: id), to: topic, qos: qos, properties)
    }

    private static func answers(_ scene: Scene, _ count: Int) async throws -> [TestClient.Message] {
        let reply = scene.client.replyTopic
        return try await scene.client.wait(limit: .seconds(180), for: "\(count) answers") {
            $0.count { $0.topic == reply } >= count
        }.filter { $0.topic == reply }
    }

    @Test("[stage-1] [stage-31] 100 swaps under load: every request is answered once, by what it says it was")
    func hundredSwaps() async throws {
        let scene = try await Self.start()
        let perRound = 10
        for round in 0..<100 {
            for number in 0..<perRound {
                let value = Float(round * perRound + number)
                Self.send(scene, [value, 1], id: "\(round * perRound + number)")
            }
            // Quick and slow ones take turns.
            let profile = round % 3 == 1 ? Staged.slow : Staged.quick
            scene.node.order(.replace(Staged.factor(round + 2, profile: profile)))
            _ = try await Self.answers(scene, max(0, (round - 1) * perRound))
        }
        let answers = try await Self.answers(scene, 100 * perRound)
        #expect(answers.count == 100 * perRound)
        #expect(Set(answers.compactMap(\.id)).count == answers.count)
        var versions: Set<String> = []
        for answer in answers {
            let id = try #require(answer.id.flatMap(Float.init))
            let version = try #require(answer.object["model_version"] as? String)
            versions.insert(version)
            let outputs = try #require(answer.object["outputs"] as? [[String: Any]])
            let data = try #require(outputs[0]["data"] as? [Double])
            #expect(data[0] == Double(id) * (Double(version) ?? 0), "\(answer)")
            #expect(answer.property("status") == "200" && answer.property("version") == version)
        }
        #expect(versions.count > 30, "\(versions.count) of 101 versions have answered")
        let health = try await scene.client.health { $0.requests.answered == 1000 && $0.models["m"]?.version == "101" }
        #expect(health.requests.errors.isEmpty && health.requests.answersLost == 0)
        try await scene.node.log.wait(for: "model released", times: 100)
        try await scene.end()
    }

    @Test(
        "[stage-32] what waits for a slow model goes to the quick one that comes in its place; what runs ends where it is"
    )
    func waiting() async throws {
        let gate = Gate()
        let scene = try await Self.start(session: gate.session())
        Self.send(scene, [100, 1], id: "runs", qos: .atMostOnce)
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        Self.send(scene, [1, 1], id: "waits", qos: .atMostOnce)
        Self.send(scene, [2, 1], id: "pinned", qos: .atMostOnce, of: Self.topic + "/1")
        try await scene.client.health { $0.queue == 2 }
        scene.node.order(.replace(Staged.factor(7)))
        let first = try #require(try await Self.answers(scene, 1).first)
        #expect(first.id == "waits" && first.property("version") == "7")
        Self.send(scene, [3, 1], id: "later", qos: .atMostOnce)
        #expect(try await Self.answers(scene, 2).last?.id == "later")
        gate.open()
        let answers = try await Self.answers(scene, 4)
        #expect(answers[2...].map { $0.property("version") } == ["1", "1"])
        #expect(Set(answers[2...].compactMap(\.id)) == ["runs", "pinned"])
        try await scene.node.log.wait(for: "model released")
        let refused = try await scene.client.ask(Body.floats([1, 1]), of: Self.topic + "/1")
        #expect(refused.code == "unknown_version")
        try await scene.end()
    }

    @Test("[stage-32] what the new model does not take is answered by the old one")
    func otherInputs() async throws {
        let gate = Gate()
        let scene = try await Self.start(session: gate.session())
        Self.send(scene, [100, 1], id: "runs", qos: .atMostOnce)
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        Self.send(scene, [1, 1], id: "waits", qos: .atMostOnce)
        try await scene.client.health { $0.queue == 1 }
        let other = FakeSession(inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 3])]) {
            inputs throws(InferenceError) in [inputs[0]]
        }
        scene.node.order(.replace(Staged.model("m", "2", other)))
        try await scene.node.log.wait(for: "model serves")
        gate.open()
        let answers = try await Self.answers(scene, 2)
        #expect(answers.map { $0.property("version") } == ["1", "1"])
        let refused = try await scene.client.ask(Body.floats([1, 1]), of: Self.topic)
        #expect(refused.code == "bad_input" && refused.property("version") == "2")
        try await scene.end()
    }

    @Test("[stage-33] a slow model has its thread and its lane, a quick one in its place has neither, and back again")
    func slowAndQuick() async throws {
        let scene = try await Self.start()
        _ = try await scene.client.ask(Body.floats([1, 1]), of: Self.topic)
        #expect(try await scene.client.health { $0.models["m"]?.n == 1 }.models["m"]?.ownThread == true)
        let aside = try await scene.client.health().requests.setAside
        scene.node.order(.replace(Staged.factor(2)))
        let quick = try await scene.client.health { $0.models["m"]?.version == "2" }
        #expect(quick.models["m"]?.ownThread == false && quick.models["m"]?.n == 0)
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).property("version") == "2")
        #expect(try await scene.client.health { $0.models["m"]?.n == 1 }.requests.setAside == aside)
        scene.node.order(.replace(Staged.factor(3, profile: Staged.slow)))
        _ = try await scene.client.health { $0.models["m"]?.ownThread == true }
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).property("version") == "3")
        #expect(try await scene.client.health { $0.models["m"]?.n == 1 }.requests.setAside == aside + 1)
        try await scene.end()
    }

    @Test("[stage-34] a model that cannot serve any more refuses, and serves again once there is a good one")
    func refused() async throws {
        let scene = try await Self.start()
        scene.node.order(.refuse(Staged.name("m"), reason: "both bundles are damaged"))
        try await scene.client.waitForStatus("degraded")
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).code == "not_ready")
        let health = try await scene.client.health { $0.models["m"]?.reason != nil }
        #expect(health.models["m"]?.reason == "both bundles are damaged")
        scene.node.order(.replace(Staged.factor(2)))
        try await scene.client.waitForStatus("online", times: 2)
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).property("version") == "2")
        try await scene.end()
    }

    @Test("[stage-35] orders that do not go together with what is there change nothing")
    func strangers() async throws {
        let scene = try await Self.start()
        scene.node.order(.promote(Staged.name("m"), Staged.bundle("9")))
        scene.node.order(.withdraw(Staged.name("m"), Staged.bundle("9")))
        scene.node.order(.replace(Staged.factor(2, of: "other")))
        try await scene.node.log.wait(for: "is no candidate")
        try await scene.node.log.wait(for: "does not have")
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).property("version") == "1")
        try await scene.end()
    }
}
