import Inference
import MQTT
import OpenInference
import Support
import Testing

@testable import Edge

@Suite("The door as the node starts and stops")
struct DoorLifeTests {
    @Test("[door-10] before the node runs and after it has ended all are sent away")
    func shut() async throws {
        let door = NodeDoor()
        #expect(await door.ask([1, 1]).error == NodeDoor.isStarting)
        #expect(await door.change { door throws(RepositoryError) in try await door.load("m") }?.kind == .notReady)
        await #expect(throws: NodeDoor.isStarting) { _ = try await door.models() }
        let scene = try await Scene.start(models: [], fakes: ["m": FakeSession.doubling()])
        #expect(await scene.node.door.ask([1, 1]).numbers == [2, 2])
        try await scene.end()
        #expect(await scene.node.door.ask([1, 1]).error == NodeDoor.isStopping)
        #expect(
            await scene.node.door.change { door throws(RepositoryError) in try await door.unload("m") }?.kind
                == .notReady
        )
    }

    @Test("[door-11] a node that stops answers what it has accepted, and takes nothing more")
    func stop() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: [], fakes: ["m": gate.session()])
        let door = scene.node.door
        async let running = door.ask([100, 1])
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        async let waiting = door.ask([1, 1])
        try await scene.client.health { $0.queue == 1 }
        async let end: Void = scene.end()
        try await scene.node.log.wait(for: "stopping")
        #expect(await door.ask([2, 1]).error == NodeDoor.isStopping)
        gate.open()
        #expect(await running.numbers == [200, 2])
        #expect(await waiting.numbers == [2, 2])
        try await end
    }
}
