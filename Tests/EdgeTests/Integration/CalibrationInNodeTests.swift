import Inference
import MQTT
import Storage
import Support
import Testing

@testable import Edge

@Suite("Calibration in a node")
struct CalibrationInNodeTests {
    @Test("[edge-70] [edge-72] [edge-74] a model is calibrated once it serves, and at the next start at once")
    func remembered() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        do {
            let first = try Scene.node(models: ["mlp"], port: broker.port, folder: folder)
            try await first.log.wait(for: "model calibrated")
            try await client.health { ($0.models["mlp"]?.batchCap ?? 0) > 1 }
            try await first.stop()
        }
        let second = try Scene.node(models: ["mlp"], port: broker.port, folder: folder)
        let health = try await client.health { $0.uptimeS < 2 && ($0.models["mlp"]?.batchCap ?? 0) > 1 }
        #expect(health.models["mlp"]?.threads == 1)
        try await second.stop()
        #expect(second.log.lines(containing: "model calibrated").isEmpty)
    }

    @Test("[stage-33] a model that comes later is measured as well, and what was measured is its own")
    func later() async throws {
        let scene = try await Scene.start()
        try await scene.client.health { ($0.models["mlp"]?.batchCap ?? 0) > 1 }
        let session = try OnnxLoader.testing().load(Staged.reference("mlp", path: Project.fixture("coupled")))
        scene.node.order(.replace(Staged.model("mlp", "2", session)))
        try await scene.node.log.wait(for: "model calibrated", times: 2)
        // Its rows depend on one another.
        let health = try await scene.client.health { $0.models["mlp"]?.version == "2" }
        #expect(health.models["mlp"]?.batchCap == 1)
        scene.node.order(
            .replace(
                Staged.model(
                    "mlp",
                    "3",
                    try OnnxLoader.testing().load(Staged.reference("mlp", path: Project.fixture("mlp")))
                )
            )
        )
        try await scene.client.health { $0.models["mlp"]?.version == "3" && ($0.models["mlp"]?.batchCap ?? 0) > 1 }
        try await scene.end()
    }

    @Test("[edge-70] a model whose rows depend on one another keeps the cap of one")
    func coupled() async throws {
        let scene = try await Scene.start(["inference": ["max_batch": 32]], models: ["coupled"])
        try await scene.node.log.wait(for: "model calibrated")
        let health = try await scene.client.health { $0.models["coupled"] != nil }
        #expect(health.models["coupled"]?.batchCap == 1)
        try await scene.end()
    }

    @Test("[edge-71] a slow model gets the threads that pay, and is answered by them as before")
    func slow() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        let log: TestLog
        let threads: Int
        do {
            let node = try Scene.node(models: ["slow"], port: broker.port, folder: folder)
            try await node.log.wait(for: "model calibrated")
            let health = try await client.health { $0.models["slow"] != nil }
            threads = try #require(health.models["slow"]?.threads)
            #expect(node.log.lines(containing: "model calibrated")[0].contains("threads=\(threads)"))
            #expect(health.models["slow"]?.ownThread == true)
            client.send(
                Body.floats([4], id: "a"),
                to: "marram/v1/n1/infer/slow",
                MessageProperties(responseTopic: client.replyTopic)
            )
            try await client.wait(for: "the answer") { $0.contains { $0.id == "a" && $0.code == nil } }
            try await node.stop()
            log = node.log
        }
        #expect(log.lines(containing: "warning").isEmpty, "\(log.lines(containing: "warning"))")
        // A machine that is busy with other tests cannot tell, and measures again.
        guard log.lines(containing: "remembered=true").count == 1 else { return }
        let again = try Scene.node(models: ["slow"], port: broker.port, folder: folder)
        let health = try await client.health { $0.uptimeS < 2 && $0.models["slow"]?.threads == threads }
        #expect(health.models["slow"]?.ownThread == true)
        try await again.stop()
        #expect(again.log.lines(containing: "model calibrated").isEmpty)
    }

    @Test("[edge-73] a model that took the process with it twice while it was measured is left alone")
    func deadly() async throws {
        let folder = try TemporaryFolder()
        let loader = try OnnxLoader.testing()
        do {
            let database = try StateDatabase(directory: folder.path)
            let file = try #require(ModelFingerprint(file: Project.fixture("mlp")))
            for _ in 0..<2 {
                let memory = ProfileMemory.testing(database, loader)
                #expect(memory.begin(memory.key(file)))
            }
        }
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let node = try Scene.node(models: ["mlp", "int64"], port: broker.port, folder: folder)
        try await node.log.wait(for: "a model is not measured")
        try await node.log.wait(for: "model calibrated")
        let health = try await client.health { $0.models["mlp"] != nil }
        #expect(health.models["mlp"]?.batchCap == 1)
        try await node.stop()
        #expect(node.log.lines(containing: "model calibrated").allSatisfy { $0.contains("model=int64") })
    }

    @Test("[edge-73] a stop breaks a measurement off, and the next start begins it again")
    func brokenOff() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        for start in 1...3 {
            let node = try Scene.node(models: ["slow"], port: broker.port, folder: folder)
            try await client.waitForStatus("online", times: start)
            try await node.stop()
            try await client.waitForStatus("stopped", times: start)
            #expect(node.log.lines(containing: "warning").isEmpty, "\(node.log.lines(containing: "warning"))")
        }
    }
}
