import Foundation
import Support
import Testing

/// The same rows, replayed over MQTT to a node and scored from the file.
@Suite struct LiveAndOfflineTests {
    private struct Prediction: Decodable {
        let score: Double
        let threshold: Double
        let anomaly: Bool
        let sourceTime: String

        enum CodingKeys: String, CodingKey {
            case score, threshold, anomaly
            case sourceTime = "source_time"
        }
    }

    private static let topic = "marram/v1/n1/prediction/wave"

    private static let configuration: [String: any Sendable] = [
        "node": "n1",
        "models": [["name": "wave", "path": "models/wave"]],
        "bindings": [
            [
                "binding": "wave", "source": ["topic": "plant/+/telemetry"] as [String: any Sendable],
                "key": ["$topic[1]"], "time": ["path": "$.ts", "format": "epoch_ms"], "model": "wave",
                "fields": ["$.v.a", "$.v.b", "$.v.sum"], "anomaly": [String: any Sendable](),
                "publish": ["predictions": "always"],
            ] as [String: any Sendable]
        ],
    ]

    /// Two waves and their sum, one row a second, with a gap of a minute in the middle of a fault.
    private static func rows(_ count: Int, fault: Range<Int>, gap: Int) -> String {
        let lines = (0..<count).map { row in
            let (a, b) = (sin(Double(row) / 5), cos(Double(row) / 11))
            let noise = Double((row &* 7919) % 101) / 10_000
            let time = 1_767_225_600 + row + (row >= gap ? 60 : 0)
            return "\(time),\(a),\(b),\(a + b + noise + (fault.contains(row) ? 3 : 0))"
        }
        return "time,a,b,sum\n" + lines.joined(separator: "\n") + "\n"
    }

    @Test("[score-1] a replay over MQTT gives the scores and decisions that marram score gives")
    func equal() async throws {
        let marram = try MarramCommand()
        try marram.folder.write(Self.rows(400, fault: 0..<0, gap: 400), to: "good.csv")
        try marram.folder.write(Self.rows(600, fault: 300..<380, gap: 340), to: "bad.csv")
        let window = ["--window", "5", "--max-gap", "10s", "--out", "models/wave"]
        #expect(try await marram.run(["train", "good.csv"] + window).code == 0)
        let offline = try await marram.run(["score", "models/wave", "bad.csv", "--out", "scores.csv"])
        #expect(offline.output.contains("2 episode(s)") && offline.output.contains("interrupted"), "\(offline.output)")
        let scored = try String(contentsOf: marram.folder.url.appending(path: "scores.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            .filter { !$0[1].isEmpty }

        let broker = try await Broker()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let predictions = try await broker.subscribe(Self.topic)
        let node = try MarramProcess(Self.configuration, port: broker.port, folder: marram.folder)
        try await status.waitForOutput("online") { $0.contains("online") }
        let to = ["--configuration", #"{"broker":{"port":\#(broker.port)}}"#, "--topic", "plant/p1/telemetry"]
        let sent = try await marram.run(["replay", "bad.csv", "--speed", "max"] + to)
        #expect(sent.code == 0 && sent.output.contains("600 readings sent"), "\(sent.errors)")
        try await predictions.waitForOutput("\(scored.count) predictions") {
            $0.split(separator: "\n").count >= scored.count
        }
        #expect(try await node.stop().code == 0)
        predictions.signal(SIGTERM)
        let live = try await predictions.finish().output.split(separator: "\n").map { line in
            try JSONDecoder().decode(Prediction.self, from: Data(line.dropFirst(Self.topic.count + 1).utf8))
        }
        #expect(live.count == scored.count && scored.count == 592)
        for (prediction, row) in zip(live, scored) {
            #expect(prediction.sourceTime == row[0] && prediction.anomaly == (row[3] == "1"))
            // How many windows the model takes at once may change the last digits.
            let score = try #require(Double(row[1]))
            #expect(abs(prediction.score - score) <= 1e-5 * score)
            #expect(try prediction.threshold == #require(Double(row[2])))
        }
        #expect(live.contains { $0.anomaly })
    }
}
