import Foundation
import Support
import Testing

/// Devices drift, the node notices, trains on what it has kept, tries the new model and goes on with it.
@Suite struct ClosedLoopTests {
    private struct Prediction: Decodable {
        let version: String
        let score: Double
        let threshold: Double
        let anomaly: Bool
    }

    private struct Told: Decodable {
        struct Content: Decodable {
            let feature: String?
            let version: String?
            let run: String?
            let reason: String?
        }

        let type: String
        let data: Content

        private enum CodingKeys: String, CodingKey {
            case type, data
        }
    }

    private static let root = "marram/v1/n1/"

    private static func configuration(_ folder: String) -> [String: any Sendable] {
        [
            "node": "n1", "models": [["name": "press", "path": "\(folder)/models/press"]],
            "updates": ["trust": "\(folder)/trust.json", "shadow": "1s", "trial": "2s"] as [String: any Sendable],
            "drift": ["window": 200, "warm_up": 400] as [String: any Sendable],
            "retrain": [
                "mode": "local", "min_rows": 600, "min_share": 0, "while_anomalous": true,
                "blocked_by": ["missing", "stuck"], "local": ["key": "\(folder)/keys/device.key.pem"],
            ] as [String: any Sendable],
            "state_interval": "1s",
            "bindings": [
                [
                    "binding": "press", "source": ["topic": "plant/+/press/+/telemetry"] as [String: any Sendable],
                    "key": ["$topic[1]", "$topic[3]"], "time": ["path": "$.ts", "format": "epoch_ms"],
                    "model": "press", "fields": ["$.v.x", "$.v.y", "$.v.z", "$.v.temperature"],
                    "anomaly": [String: any Sendable](), "publish": ["predictions": "always"],
                ] as [String: any Sendable]
            ],
        ]
    }

    /// What came on a topic, or on those below it.
    private static func all<Value: Decodable>(_ topic: String, in output: String) -> [Value] {
        output.split(separator: "\n").compactMap { line in
            guard line.hasPrefix(root + topic), let space = line.firstIndex(of: " ") else { return nil }
            return try? JSONDecoder().decode(Value.self, from: Data(line[line.index(after: space)...].utf8))
        }
    }

    @Test("[drift-175] what has drifted is learnt on the device, and scores are normal again; it is asked for once")
    func loop() async throws {
        let marram = try MarramCommand()
        let folder = marram.folder.path
        for words in [
            ["simulate", "press", "--csv", "train.csv", "--rows", "4000", "--faults", "none"],
            ["bundle", "keys", "new", "device", "--out", "keys"],
            ["bundle", "keys", "trust", "trust.json", "--add", "keys/device.pub.pem"],
            ["train", "train.csv", "--out", "models/press", "--bundle-version", "1", "--key", "keys/device.key.pem"],
        ] {
            let result = try await marram.run(words)
            #expect(result.code == 0, "\(words): \(result.output) \(result.errors)")
        }
        let broker = try await Broker()
        let said = try await broker.subscribe("\(Self.root)#")
        // What is waited for in text that grows quickly would cost more than what is tested.
        let status = try await broker.subscribe("\(Self.root)status")
        let events = try await broker.subscribe("\(Self.root)event/model")
        let data = try TemporaryFolder()
        let node = try MarramProcess(Self.configuration(folder), port: broker.port, folder: data)
        try await status.waitForOutput("the node to be up") { $0.contains("online") }

        // From row 1500 on the press vibrates more, for good.
        let target = #"{"broker": {"port": \#(broker.port)}}"#
        let devices = try marram.start([
            "simulate", "press", "--configuration", target, "--seed", "3", "--speed", "300",
            "--start", "2026-01-01T00:00:00Z", "--fault", "shift@1500+1000000:x",
        ])
        try await events.waitForOutput("a model that was trained here to be confirmed") {
            $0.split(separator: "\n").contains {
                $0.contains("io.marram.model.confirmed.v1") && $0.contains(#""version":"1-r"#)
            }
        }
        // What the new model makes of it.
        let scored = try await broker.subscribe("\(Self.root)prediction/press", ["-C", "1500"])
        let ended = try await scored.finish()
        let after: [Prediction] = Self.all("prediction/press ", in: ended.output)
        devices.signal(SIGTERM)
        try await devices.finish()

        let output = said.output
        let drifts: [Told] = Self.all("event/drift ", in: output)
        #expect(drifts.contains { $0.type == "io.marram.drift.detected.v1" && $0.data.feature == "$.v.x" })
        let retrained: [Told] = Self.all("event/retrain ", in: output)
        #expect(retrained.map(\.type) == ["requested", "accepted", "completed"].map { "io.marram.retrain.\($0).v1" })
        let job = try #require(retrained.last?.data.run)
        let phases = Said(output).progress(of: job).map(\.phase)
        #expect(Set(phases).isSuperset(of: ["PROBED", "SHADOW", "TRIAL", "CONFIRMED"]))
        let active = try #require(Said(output).state?.active)
        #expect(active.version.hasPrefix("1-r"))

        let made: [Prediction] = Self.all("prediction/press ", in: output)
        let before = made.prefix(1400)
        #expect(before.allSatisfy { !$0.anomaly && $0.version == "1" })
        let meanwhile = made.dropFirst(1600).filter { $0.version == "1" }
        #expect(meanwhile.count { $0.score > $0.threshold } > meanwhile.count * 9 / 10)
        #expect(after.count == 1500 && after.allSatisfy { $0.version == active.version })
        #expect(after.count(where: \.anomaly) < 10)
        #expect(!FileManager.default.fileExists(atPath: data.path + "/data/retraining/work/rows.csv"))
        #expect(try await node.stop().code == 0)
    }
}
