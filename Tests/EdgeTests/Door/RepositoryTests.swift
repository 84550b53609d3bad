import Inference
import MQTT
import OpenInference
import Support
import Testing

@testable import Edge

@Suite("Models that leave service and come back")
struct RepositoryTests {
    private static let topic = "marram/v1/n1/infer/m"

    private static func load(_ name: String, _ door: NodeDoor) async -> RepositoryError? {
        await door.change { door throws(RepositoryError) in try await door.load(name) }
    }

    private static func unload(_ name: String, _ door: NodeDoor) async -> RepositoryError? {
        await door.change { door throws(RepositoryError) in try await door.unload(name) }
    }

    @Test("[door-20] [door-21] a model that was unloaded answers nobody, and answers again once it is loaded")
    func unloadAndLoad() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": FakeSession.doubling(), "other": .doubling()])
        let door = scene.node.door
        #expect(await Self.load("m", door) == nil)
        #expect(await Self.unload("m", door) == nil)
        #expect(await Self.unload("m", door) == nil)
        let refused = await door.ask([1, 1])
        #expect(refused.error?.code == .notReady)
        #expect(refused.error?.message.contains("taken out of service") == true)
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).code == "not_ready")
        let gone = try await door.model("m")
        #expect(gone.state == .unavailable && gone.reason == "unloaded" && gone.versions.isEmpty)
        #expect(await door.ask([1, 1], of: "other").numbers == [2, 2])
        #expect(await Self.load("m", door) == nil)
        #expect(try await door.model("m").state == .ready)
        #expect(await door.ask([1, 1]).numbers == [2, 2])
        #expect(try await scene.client.ask(Body.floats([1, 1]), of: Self.topic).code == nil)
        #expect(await Self.load("nobody", door)?.kind == .unknownModel)
        #expect(await Self.unload("nobody", door)?.kind == .unknownModel)
        try await scene.end()
    }

    @Test("[door-22] what was accepted before a model is unloaded is answered")
    func underWay() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: [], fakes: ["m": gate.session()])
        let door = scene.node.door
        async let running = door.ask([100, 1])
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        async let waiting = door.ask([1, 1])
        try await scene.client.health { $0.queue == 1 }
        #expect(await Self.unload("m", door) == nil)
        #expect(try await door.model("m").state == .unloading)
        gate.open()
        #expect(await running.numbers == [200, 2])
        #expect(await waiting.numbers == [2, 2])
        try await scene.node.log.wait(for: "model released")
        #expect(try await door.model("m").state == .unavailable)
        try await scene.end()
    }

    @Test("[door-23] a model that does not come back says why, and all who wait for it are told")
    func broken() async throws {
        let turnstile = Gate()
        let broken = ModelReloading { (model, _, _) throws(RepositoryError) in
            turnstile.reached.change { $0 += 1 }
            turnstile.pass()
            throw RepositoryError(.conflict, "model '\(model.name)' cannot be loaded: its bundle is damaged")
        }
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let node = try Scene.node(
            models: [],
            fakes: ["m": FakeSession.doubling()],
            port: broker.port,
            reloading: broken
        )
        try await client.waitForStatus("online")
        #expect(await Self.unload("m", node.door) == nil)
        async let first = Self.load("m", node.door)
        try await turnstile.reached.wait(for: "the load") { $0 == 1 }
        #expect(try await node.door.model("m").state == .loading)
        #expect(await Self.unload("m", node.door)?.kind == .conflict)
        #expect(await node.door.ask([1, 1]).error?.code == .notReady)
        async let second = Self.load("m", node.door)
        turnstile.open()
        let (one, other) = await (first, second)
        #expect(one?.kind == .conflict && one?.message.contains("damaged") == true)
        #expect(other?.kind == .conflict)
        #expect(try await node.door.model("m").state == .unavailable)
        try await node.stop()
    }

    @Test("[door-24] while a candidate is tried its model is not unloaded; an update brings a model back as well")
    func updates() async throws {
        let scene = try await Scene.start(models: [], fakes: ["m": FakeSession.doubling()])
        let door = scene.node.door
        scene.node.order(.trial(Staged.factor(2), sharePercent: 10))
        try await scene.node.log.wait(for: "candidate on trial")
        let refused = await Self.unload("m", door)
        #expect(refused?.kind == .conflict && refused?.message.contains("update") == true)
        scene.node.order(.withdraw(Staged.name("m"), Staged.bundle("2")))
        try await scene.node.log.wait(for: "candidate withdrawn")
        #expect(await Self.unload("m", door) == nil)
        scene.node.order(.replace(Staged.factor(3)))
        try await scene.node.log.wait(for: "model serves")
        #expect(await door.ask([1, 1]).version == "3")
        try await scene.end()
    }
}
