import Anomaly
import Foundation
import Inference
import MQTT
import Support
import Tensors
import Testing

@testable import Edge

@Suite("A binding whose model changes while telemetry comes")
struct SwapTelemetryTests {
    private static let model = Staged.name("press-ae")

    /// A version of the model in a folder, with the binding fitted to it.
    static func staged(
        _ version: String,
        _ model: WindowModel,
        session: (any InferenceSession)? = nil,
        profile: ModelProfile = Staged.quick
    ) throws -> StagedModel {
        let reference = Staged.reference("press-ae", path: model.path)
        let loader = try OnnxLoader.testing()
        let fingerprint = session == nil ? loader.fingerprint(of: reference) : nil
        let loaded = LoadedModel(
            reference: reference,
            version: version,
            condition: .serving(try session ?? loader.load(reference), profile),
            fingerprint: fingerprint
        )
        let binding = LoadedBinding.load(try Fitted.settings(model: model.path), models: [loaded])
        #expect(binding.reason == nil)
        return StagedModel(id: Staged.bundle(version), model: loaded, bindings: [binding])
    }

    /// A model of windows of so many readings: the score is `factor` times their mean.
    private static func scoring(_ size: Int, factor: Float = 1) -> FakeSession {
        FakeSession(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, size, 2])],
            outputs: [TensorSignature(name: "score", datatype: .fp32, dimensions: [nil])]
        ) { inputs throws(InferenceError) in
            let values = numbers(inputs[0])
            let rows = inputs[0].shape.dimensions[0]
            let width = values.count / max(1, rows)
            let scores = (0..<rows).map { row in
                factor * values[row * width..<(row + 1) * width].reduce(0, +) / Float(width)
            }
            return [floats("score", [rows], scores)]
        }
    }

    private static func scores(_ predictions: [TestClient.Message]) -> [Double] {
        predictions.compactMap { $0.object["score"] as? Double }
    }

    private static func versions(_ predictions: [TestClient.Message]) -> [String] {
        predictions.compactMap { $0.object["version"] as? String }
    }

    @Test(
        "[stage-50] with the same model in its place nothing is other than without the swap",
        arguments: [true, false]
    )
    func sameModel(isQuick: Bool) async throws {
        let model = try WindowModel(choice: ScoreProfile.Choice(smooth: 4, factor: 2))
        let values = (0..<60).map { Double(($0 * 37) % 11) / 2 }
        func run(swapping: Bool) async throws -> [TestClient.Message] {
            let scene = try await TelemetryScene.start(model: model)
            for start in stride(from: 0, to: values.count, by: 6) {
                scene.send(Array(values[start..<start + 6]), from: 1_000_000_000_000 + 1000 * start)
                guard swapping else { continue }
                let profile = isQuick || start % 12 == 0 ? Staged.quick : Staged.slow
                scene.node.order(.replace(try Self.staged("\(100 + start)", model, profile: profile)))
                _ = try await scene.predictions(max(1, start - 12))
            }
            let predictions = try await scene.predictions(58)
            let health = try await scene.health { $0.windows == 58 }
            #expect(health.restarts == 0 && health.dropped == 0 && health.errors == 0 && health.rejected == 0)
            try await scene.end()
            return predictions
        }
        let plain = try await run(swapping: false)
        let swapped = try await run(swapping: true)
        #expect(Self.scores(swapped) == Self.scores(plain) && plain.count == 58)
        #expect(swapped.map { $0.object["anomaly"] as? Bool } == plain.map { $0.object["anomaly"] as? Bool })
        #expect(Set(Self.versions(swapped)).count > 3)
    }

    @Test("[stage-50] windows of another size begin anew, and predictions say which version made them")
    func otherSize() async throws {
        let scene = try await TelemetryScene.start()
        scene.send([1, 1, 1, 1])
        _ = try await scene.predictions(2)
        let other = try WindowModel(fixture: nil, window: 2)
        scene.node.order(.replace(try Self.staged("8", other, session: Self.scoring(2, factor: 5))))
        try await scene.node.log.wait(for: "model serves")
        scene.send([1, 1, 1], from: 1_000_000_004_000)
        let predictions = try await scene.predictions(4)
        #expect(Self.versions(predictions) == ["7", "7", "8", "8"])
        #expect(Self.scores(predictions) == [1, 1, 5, 5])
        try await scene.end()
    }

    @Test("[stage-51] an open episode goes on under the new threshold, and is opened and closed once")
    func episode() async throws {
        let scene = try await TelemetryScene.start()
        scene.send([9, 9, 9])
        _ = try await scene.events(1)
        // Its scores are ten times as large, and so is its threshold.
        let other = try WindowModel(fixture: nil, threshold: 20)
        scene.node.order(.replace(try Self.staged("8", other, session: Self.scoring(3, factor: 10))))
        try await scene.node.log.wait(for: "model serves")
        scene.send([9, 0, 0, 0], from: 1_000_000_003_000)
        let events = try await scene.events(2)
        let health = try await scene.health { $0.predictions == 5 }
        #expect(health.anomaliesOpen == 0 && health.events == 2)
        let closed = try #require(events[1].object["data"] as? [String: Any])
        #expect(closed["version"] as? String == "8" && closed["threshold"] as? Double == 20)
        #expect(closed["peak"] as? Double == 90 && closed["ending"] as? String == "recovered")
        #expect(closed["started"] as? String == "2001-09-09T01:46:42.000Z")
        try await scene.end()
    }

    @Test("[stage-10] 30 of 100 keys get the candidate, the same ones after a restart, and all once it is promoted")
    func share() async throws {
        let broker = try await Broker()
        let model = try WindowModel()
        func run(_ times: Int) async throws -> [String: String] {
            let client = try await TestClient(port: broker.port)
            let node = try TelemetryScene.node(model: model, port: broker.port)
            let scene = TelemetryScene(broker: broker, client: client, node: node, model: model)
            try await client.waitForStatus("online")
            let staged = try Self.staged("8", model)
            node.order(.trial(staged, sharePercent: 30))
            try await node.log.wait(for: "candidate on trial")
            for device in 0..<30 { scene.send([1, 1, 1], device: "hall/\(device)") }
            let first = try await scene.predictions(30)
            try await node.report { report in
                if case .trial(let answered, 0, _, _, _) = report.figures { answered > 0 } else { false }
            }
            node.order(.promote(Self.model, staged.id))
            try await node.log.wait(for: "model serves")
            for device in 0..<30 { scene.send([1], from: 1_000_000_003_000, device: "hall/\(device)") }
            let second = try await scene.predictions(60)
            #expect(Set(Self.versions(Array(second[30...]))) == ["8"])
            try await node.stop()
            return Dictionary(
                uniqueKeysWithValues: first.map {
                    (
                        (($0.object["key"] as? [String]) ?? []).joined(separator: "/"),
                        $0.object["version"] as? String ?? ""
                    )
                }
            )
        }
        let first = try await run(1)
        #expect(first == (try await run(2)))
        #expect(first.count == 30 && Set(first.values) == ["7", "8"])
        for (key, version) in first {
            let parts = key.split(separator: "/").map { #""\#($0)""# }.joined(separator: ",")
            #expect(version == (Share(percent: 30).takes("[\(parts)]".utf8) ? "8" : "7"))
        }
    }

    @Test("[stage-42] a candidate that is withdrawn gives its keys back, with their windows")
    func withdrawn() async throws {
        let scene = try await TelemetryScene.start()
        scene.send([1, 2])
        let staged = try Self.staged("8", scene.model, session: Self.scoring(3, factor: 100))
        scene.node.order(.trial(staged, sharePercent: 100))
        try await scene.node.log.wait(for: "candidate on trial")
        scene.send([3], from: 1_000_000_002_000)
        _ = try await scene.predictions(1)
        scene.node.order(.withdraw(Self.model, staged.id))
        try await scene.node.log.wait(for: "candidate withdrawn")
        scene.send([4], from: 1_000_000_003_000)
        let predictions = try await scene.predictions(2)
        #expect(Self.scores(predictions) == [200, 3] && Self.versions(predictions) == ["8", "7"])
        try await scene.end()
    }

    @Test("[stage-40] scores of a candidate that are not finite are its errors")
    func notFinite() async throws {
        let scene = try await TelemetryScene.start()
        let staged = try Self.staged("8", scene.model, session: Self.scoring(3, factor: .infinity))
        scene.node.order(.trial(staged, sharePercent: 100))
        try await scene.node.log.wait(for: "candidate on trial")
        scene.send([1, 1, 1, 1])
        try await scene.node.report { report in
            if case .trial(0, 2, nil, _, _) = report.figures { true } else { false }
        }
        try await scene.end()
    }

    @Test(
        "[stage-23] a shadow's verdict on windows is held against the active one's, each with its own threshold",
        arguments: [10, 100]
    )
    func shadow(factor: Int) async throws {
        let scene = try await TelemetryScene.start()
        let other = try WindowModel(fixture: nil, threshold: 20)
        let session = Self.scoring(3, factor: Float(factor))
        scene.node.order(.shadow(try Self.staged("8", other, session: session)))
        try await scene.node.log.wait(for: "candidate sees copies")
        scene.send([1, 1, 1])
        let predictions = try await scene.predictions(1)
        #expect(Self.versions(predictions) == ["7"])
        try await scene.node.report { report in
            guard case .shadow(1, let agreed, 0, 0, let difference) = report.figures else { return false }
            return agreed == (factor == 10 ? 1 : 0) && difference == Double(factor - 1)
        }
        try await scene.end()
    }

    @Test("[stage-34] a binding of a model that could not be loaded runs once there is a good one, and rests without")
    func comesToLife() async throws {
        let broken = try WindowModel(fixture: nil)
        let scene = try await TelemetryScene.start(model: broken, status: "degraded")
        let model = try WindowModel()
        scene.node.order(.replace(try Self.staged("8", model)))
        try await scene.client.waitForStatus("online")
        scene.send([1, 1, 1])
        #expect(Self.versions(try await scene.predictions(1)) == ["8"])
        scene.node.order(.refuse(Self.model, reason: "both bundles are damaged"))
        try await scene.client.waitForStatus("degraded", times: 2)
        let resting = try await scene.health { $0.reason != nil }
        #expect(resting.reason?.contains("press-ae") == true)
        scene.send([2], from: 1_000_000_003_000)
        scene.node.order(.replace(try Self.staged("9", model)))
        // What came meanwhile has waited on the broker.
        let predictions = try await scene.predictions(2)
        #expect(Self.versions(predictions) == ["8", "9"])
        #expect(abs(Self.scores(predictions)[1] - 4.0 / 3) < 1e-6)
        try await scene.client.waitForStatus("online", times: 2)
        try await scene.end()
    }

    @Test(
        "[stage-53] after a swap windows are saved for the new model: a restart with it goes on, one with the old does not"
    )
    func restart() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        let (old, new) = (try WindowModel(), try WindowModel(mark: 1))
        /// A session of a node that holds its folder no longer when this returns.
        func session(_ times: Int, _ model: WindowModel, _ body: (TelemetryScene) async throws -> Void) async throws {
            let node = try TelemetryScene.node(model: model, port: broker.port, folder: folder)
            try await client.waitForStatus("online", times: times)
            try await body(TelemetryScene(broker: broker, client: client, node: node, model: model))
            try await node.stop()
        }
        try await session(1, old) { scene in
            scene.send([1, 1])
            try await scene.health { $0.readings == 2 }
            scene.node.order(.replace(try Self.staged("7", new)))
            try await scene.node.log.wait(for: "model serves")
        }
        try await session(2, new) { scene in
            try await scene.node.log.wait(for: "windows restored")
            scene.send([4], from: 1_000_000_002_000)
            #expect(Self.scores(try await scene.predictions(1)) == [2])
        }
        try await session(3, old) { scene in try await scene.node.log.wait(for: "saved windows dropped") }
    }
}
