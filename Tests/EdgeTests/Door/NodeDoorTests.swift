import Inference
import MQTT
import OpenInference
import Support
import Tensors
import Testing

@testable import Edge

@Suite("The door: requests beside MQTT")
struct NodeDoorTests {
    private static let topic = "marram/v1/n1/infer/m"

    /// A node whose model waits for a gate where the first number is 100 or more.
    private static func gated(
        _ configuration: [String: any Sendable] = [:],
        profile: ModelProfile = Staged.joining
    ) async throws -> (Scene, Gate) {
        let gate = Gate()
        let scene = try await Scene.start(configuration, models: [], fakes: ["m": Staged.multiplying(by: 1)])
        scene.node.order(.replace(Staged.model("m", "2", gate.session(), profile: profile)))
        try await scene.node.log.wait(for: "model serves")
        return (scene, gate)
    }

    @Test("[door-1] [door-2] requests of the door and of MQTT run in one batch, and each gets its own rows")
    func oneBatch() async throws {
        let (scene, gate) = try await Self.gated()
        let door = scene.node.door
        async let running = door.ask([100, 1])
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        async let first = door.ask([1, 2])
        async let second = door.ask([3, 4, 5, 6])
        scene.client.send(
            Body.floats([7, 8], id: "mqtt"),
            to: Self.topic + "/2",
            qos: .atMostOnce,
            MessageProperties(responseTopic: scene.client.replyTopic)
        )
        try await scene.client.health { $0.queue == 3 }
        gate.open()
        #expect(await running.numbers == [200, 2])
        #expect(await first.numbers == [2, 4])
        #expect(await second.numbers == [6, 8, 10, 12])
        try await scene.client.wait(for: "the answer") { $0.contains { $0.id == "mqtt" } }
        let statistics = try #require(try await door.model("m").versions.first?.statistics)
        #expect(statistics.runs == 2 && statistics.rows == 5)
        #expect(statistics.runsByRows.mapValues(\.count) == [1: 1, 4: 1])
        #expect(statistics.success.count == 4 && statistics.failure.count == 0 && statistics.queue.count == 4)
        #expect(statistics.lastInference > 0)
        let health = try await scene.client.health { $0.requests.answered == 4 }
        #expect(health.requests.received == 4)
        try await scene.end()
    }

    @Test("[door-3] beyond limits.queue a request is refused at once, and counted")
    func full() async throws {
        let (scene, gate) = try await Self.gated(["limits": ["queue": 2]])
        let door = scene.node.door
        async let running = door.ask([100, 1])
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        async let one = door.ask([1, 1])
        async let other = door.ask([2, 1])
        try await scene.client.health { $0.queue == 2 }
        let refused = await door.ask([3, 1])
        #expect(refused.error?.code == .overloaded)
        #expect(refused.error?.message.contains("limits.queue") == true)
        gate.open()
        #expect(await [running.numbers, one.numbers, other.numbers] == [[200, 2], [2, 2], [4, 2]])
        #expect(try await door.model("m").versions.first?.statistics.failure.count == 1)
        try await scene.end()
    }

    @Test("[door-4] whose patience ends is answered then, also while the model is at work")
    func timeout() async throws {
        let (scene, gate) = try await Self.gated()
        let door = scene.node.door
        async let running = door.ask([100, 1])
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        async let patient = door.ask([1, 1])
        // It is answered although nothing else happens: the gate stays shut until then.
        let impatient = await door.ask([2, 1], timeout: 20_000)
        #expect(impatient.error?.code == .overloaded)
        #expect(impatient.error?.message.contains("20000 us") == true)
        gate.open()
        #expect(await running.numbers == [200, 2])
        #expect(await patient.numbers == [2, 2])
        try await scene.end()
    }

    @Test("[door-5] names, versions, datatypes and shapes are held against the model that answers")
    func wrong() async throws {
        let scene = try await Scene.start(models: ["mlp", "classes"])
        let door = scene.node.door
        let row = floats("x", [1, 4], [1, 2, 3, 4])
        func code(_ model: String, _ version: String?, _ inputs: [Tensor]) async -> ErrorCode? {
            await door.ask(InferCall(model: model, version: version, request: InferRequest(inputs: inputs))).error?.code
        }
        #expect(await code("mlp", nil, [row]) == nil)
        let version = try #require(try await door.model("mlp").versions.first?.version)
        #expect(await code("mlp", version, [row]) == nil)
        #expect(await code("mlp", "77", [row]) == .unknownVersion)
        #expect(await code("nobody", nil, [row]) == .unknownModel)
        #expect(await code("no such/name", nil, [row]) == .unknownModel)
        #expect(await code("mlp", nil, [floats("other", [1, 4], [1, 2, 3, 4])]) == .badInput)
        #expect(await code("mlp", nil, [floats("x", [1, 3], [1, 2, 3])]) == .badInput)
        #expect(await code("mlp", nil, [integers("x", [1, 4], [1, 2, 3, 4])]) == .badInput)
        #expect(await code("mlp", nil, [row, row]) == .badInput)
        await #expect(throws: InferError.self) { _ = try await door.model("nobody") }
        let all = try await door.models()
        #expect(all.map(\.name) == ["mlp", "classes"] && all.allSatisfy { $0.state == .ready })
        #expect(all[1].versions[0].classes.names(of: "y") == ["low", "middle", "high: 1"])
        #expect(all[1].versions[0].classes.names(of: "z") == ["a", "b"])
        try await scene.end()
    }

    @Test(
        "[door-6] what JSON cannot hold is an error that counts against the model, where it is not asked for in binary"
    )
    func notFinite() async throws {
        let scene = try await Scene.start(models: ["nan_out"])
        let door = scene.node.door
        let input = floats("x", [1, 1], [0])
        let refused = await door.ask(InferCall(model: "nan_out", request: InferRequest(inputs: [input])))
        #expect(refused.error?.code == .internal)
        #expect(refused.error?.message.contains("non_finite") == true)
        let binary = InferRequest(inputs: [input], prefersBinary: true)
        #expect(await door.ask(InferCall(model: "nan_out", request: binary)).numbers == [-.infinity])
        let statistics = try #require(try await door.model("nan_out").versions.first?.statistics)
        #expect(statistics.failure.count == 1 && statistics.success.count == 1)
        try await scene.end()
    }

    @Test("[door-7] 100 swaps under requests: each is answered by the version that it says")
    func swaps() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let door = scene.node.door
        let said = await withTaskGroup(of: [Said].self) { group in
            for client in 0..<8 {
                group.addTask {
                    var said: [Said] = []
                    for number in 0..<100 { said.append(await door.ask([Float(client), Float(number)])) }
                    return said
                }
            }
            for version in 2...101 {
                let profile = version % 3 == 1 ? Staged.slow : Staged.quick
                scene.node.order(.replace(Staged.factor(version, profile: profile)))
                _ = await door.ask([1, 1])
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(said.count == 800)
        #expect(said.allSatisfy { $0.error == nil })
        for answer in said {
            let factor = try #require(answer.version.flatMap { Float($0) })
            let numbers = try #require(answer.numbers)
            #expect(numbers[1].truncatingRemainder(dividingBy: factor) == 0)
        }
        #expect(Set(said.compactMap(\.version)).count > 10)
        try await scene.end()
    }

    @Test("[door-8] a share of the clients goes to a candidate, always the same ones; who names a version gets it")
    func share() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)])
        let door = scene.node.door
        scene.node.order(.trial(Staged.factor(2), sharePercent: 50))
        try await scene.node.log.wait(for: "candidate on trial")
        var versions: [String: String] = [:]
        for client in (0..<40).map({ "10.0.0.\($0)" }) {
            let version = try #require(await door.ask([1, 1], client: client).version)
            #expect(await door.ask([1, 1], client: client).version == version)
            versions[client] = version
        }
        #expect(Set(versions.values) == ["1", "2"])
        #expect(await door.ask([1, 1], version: "2").version == "2")
        #expect(await door.ask([1, 1], version: "1").version == "1")
        #expect(try await door.model("m").versions.map(\.version) == ["1", "2"])
        try await scene.end()
    }
}
