import Foundation
import MQTT
import Support
import Testing

@testable import Edge

@Suite("The outbox and its uplink", .serialized)
struct OutboxUplinkTests {
    @Test("[outbox-1] [outbox-40] predictions go over the uplink alone, at once, and nothing is written")
    func direct() async throws {
        let scene = try await OutboxScene.start()
        scene.send(0..<200)
        let found = try await scene.arrived(200)
        #expect(found.firsts == Array(0..<200))
        #expect(found.map(\.isReplayed) == Array(repeating: false, count: 200))
        #expect(scene.device.messages.count { $0.topic.contains("/prediction/") } == 0)
        #expect(scene.cloud.messages.count { $0.topic.contains("/status") || $0.topic.contains("/birth") } == 0)
        let health = try await scene.device.health()
        #expect(health.store.messages == 0 && health.store.dropped == 0)
        try await scene.node.stop()
    }

    @Test(
        "[outbox-3] [outbox-4] [outbox-6] [outbox-41] what comes while the uplink is away is acknowledged, and sent when it is back"
    )
    func away() async throws {
        let scene = try await OutboxScene.start()
        scene.send(0..<50)
        try await scene.arrived(50)
        try await scene.uplink.stop()
        try await scene.device.health { $0.mqtt.uplink == "down" && $0.status == "online" }
        // More than a lane reads before it must acknowledge: it goes on because the outbox is enough.
        scene.send(50..<550)
        try await scene.device.health { $0.store.messages == 500 && $0.store.bytes > 50_000 }
        try await scene.uplink.start()
        let found = try await scene.arrived(550)
        #expect(found.firsts == Array(0..<550))
        #expect(found.comings.map(\.isReplayed) == (0..<550).map { $0 >= 50 })
        try await scene.device.health { $0.store.messages == 0 && $0.store.bytes == 0 && $0.mqtt.uplink == "up" }
        scene.send(550..<560)
        #expect(try await scene.arrived(560).suffix(10).map(\.isReplayed) == Array(repeating: false, count: 10))
        try await scene.node.stop()
    }

    @Test("[outbox-4] an uplink that comes and goes under load loses nothing and keeps the order")
    func flapping() async throws {
        let scene = try await OutboxScene.start()
        var sent = 0
        for _ in 0..<4 {
            scene.send(sent..<sent + 300)
            sent += 300
            try await scene.uplink.stop()
            scene.send(sent..<sent + 300)
            sent += 300
            try await scene.uplink.start()
            // mosquitto forgets a SIGTERM that comes while it starts.
            try await scene.device.health { $0.mqtt.uplink == "up" }
        }
        let found = try await scene.arrived(sent)
        #expect(found.firsts == Array(0..<sent))
        print("flapping uplink: \(found.count - sent) of \(sent) predictions came more than once")
        try await scene.device.health { $0.store.messages == 0 }
        try await scene.node.stop()
    }

    @Test("[outbox-5] a backlog leaves at the configured rate")
    func rate() async throws {
        let scene = try await OutboxScene.start(["outbox": ["rate": 100] as [String: any Sendable]])
        try await scene.uplink.stop()
        try await scene.device.health { $0.mqtt.uplink == "down" }
        scene.send(0..<300)
        try await scene.device.health { $0.store.messages == 300 }
        try await scene.uplink.start()
        // The node tells every second how many are left.
        var left = try await scene.device.health { (100..<300).contains($0.store.messages) }.store.messages
        for _ in 0..<2 {
            let before = left
            left = try await scene.device.health().store.messages
            #expect((60...140).contains(before - left) || left == 0)
        }
        try await scene.device.health { $0.store.messages == 0 }
        #expect(try await scene.arrived(300).firsts == Array(0..<300))
        try await scene.node.stop()
    }

    @Test("[outbox-8] what the broker refuses is counted, said once and given up; the rest goes on")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let rules = try folder.write(
            "topic readwrite #\ntopic deny marram/v1/n1/prediction/denied\n",
            to: "acl"
        )
        let scene = try await OutboxScene.start(
            ["bindings": [OutboxScene.binding("denied"), OutboxScene.binding("press")]],
            uplink: ["acl_file \(rules)"]
        )
        scene.send(0..<20)
        try await scene.arrived(20)
        try await scene.device.health { $0.store.refused == 20 && $0.store.messages == 0 }
        try await scene.uplink.stop()
        try await scene.device.health { $0.mqtt.uplink == "down" }
        scene.send(20..<40)
        try await scene.device.health { $0.store.messages == 40 }
        try await scene.uplink.start()
        try await scene.device.health { $0.store.refused == 40 && $0.store.messages == 0 }
        // With access rules mosquitto keeps nothing for the sessions that it had before a restart: somebody new looks.
        let witness = try await TestClient(port: scene.uplink.port)
        scene.send(40..<60)
        let seen = try await witness.wait(for: "20 predictions") { OutboxScene.predictions($0).count >= 20 }
        #expect(OutboxScene.predictions(seen).map(\.number) == Array(40..<60))
        try await scene.device.health { $0.store.refused == 60 && $0.store.messages == 0 }
        #expect(scene.node.log.lines(containing: "a message of the outbox is refused").count == 1)
        try await scene.node.stop()
    }

    @Test(
        "[outbox-30] [outbox-14] a stop writes down what is in memory; the next start sends it after its status, over any way"
    )
    func restart() async throws {
        let folder = try TemporaryFolder()
        let (broker, device) = try await leaveBacklog(100, in: folder)
        let seen = device.messages.count
        let node = try OutboxScene.node(broker: broker, uplink: nil, folder: folder)
        let all = try await device.wait(for: "the backlog") {
            OutboxScene.predictions($0).count >= 100
        }
        #expect(OutboxScene.predictions(all).map(\.number) == Array(0..<100))
        let later = all.dropFirst(seen)
        let status = try #require(later.firstIndex { $0.topic.hasSuffix("/status") && $0.text == "online" })
        let first = try #require(later.firstIndex { $0.topic.contains("/prediction/") })
        #expect(status < first)
        try await node.log.wait(for: "messages of an earlier session wait in the outbox")
        try await device.health { $0.store.messages == 0 }
        try await node.stop()
    }

    /// Runs a node that is stopped while its uplink is away; the folder is free afterwards.
    private func leaveBacklog(_ count: Int, in folder: TemporaryFolder) async throws -> (Broker, TestClient) {
        let scene = try await OutboxScene.start(folder: folder)
        try await scene.uplink.stop()
        try await scene.device.health { $0.mqtt.uplink == "down" }
        scene.send(0..<count)
        try await scene.device.health { $0.store.messages == count }
        try await scene.node.stop()
        return (scene.broker, scene.device)
    }

    @Test(
        "[outbox-2] an uplink that stands still is not waited for: memory is bounded, telemetry goes on, and all arrives"
    )
    func frozen() async throws {
        let scene = try await OutboxScene.start()
        scene.uplink.signal(SIGSTOP)
        scene.send(0..<1500, qos: .atMostOnce)
        try await scene.device.health { $0.store.messages >= 400 }
        scene.uplink.signal(SIGCONT)
        #expect(try await scene.arrived(1500).firsts == Array(0..<1500))
        try await scene.device.health { $0.store.messages == 0 }
        try await scene.node.stop()
    }

    @Test(
        "[outbox-20] [outbox-21] without a usable disk the node says so, keeps messages in memory, and recovers by itself"
    )
    func noDisk() async throws {
        let folder = try TemporaryFolder()
        let inTheWay = folder.path + "/outbox.db"
        try FileManager.default.createDirectory(atPath: inTheWay, withIntermediateDirectories: true)
        let broker = try await Broker()
        let uplink = try await OutboxScene.quietBroker()
        let cloud = try await TestClient(port: uplink.port, isPersistent: true)
        let device = try await TestClient(port: broker.port)
        try await uplink.stop()
        let node = try OutboxScene.node(broker: broker, uplink: uplink, folder: folder)
        let scene = OutboxScene(broker: broker, uplink: uplink, device: device, cloud: cloud, node: node)
        try await device.waitForStatus("degraded")
        scene.send(0..<300, qos: .atMostOnce)
        let health = try await device.health { $0.store.messages == 300 }
        #expect(health.status == "degraded")
        #expect(try #require(health.store.failure).contains("outbox.db"))
        #expect(node.log.lines(containing: "the outbox cannot write").count == 1)
        try FileManager.default.removeItem(atPath: inTheWay)
        try await node.log.wait(for: "the outbox writes again")
        try await device.waitForStatus("online")
        try await device.health { $0.store.messages == 300 && $0.store.failure == nil }
        try await uplink.start()
        #expect(try await scene.arrived(300).firsts == Array(0..<300))
        try await node.stop()
    }
}
