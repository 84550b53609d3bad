import Foundation
import Support
import Testing

/// What a node decides about real sensor data is what `marram score` decides about the same rows in a file.
@Suite("Real data") struct RealDataTests {
    /// A row for which there is a score: when it was measured, its smoothed score, and the decision.
    private struct Decision: Equatable {
        let time: String
        let score: Double
        let anomaly: Bool
    }

    private struct Prediction: Decodable {
        let score: Double
        let threshold: Double
        let anomaly: Bool
        let source_time: String
    }

    @Test(
        "[score-1] [bindings-40] real sensor data gets the same decisions live and offline",
        .enabled(if: Project.data != nil, "needs ../shared/data, which is not here")
    )
    func real() async throws {
        let data = try #require(Project.data)
        let marram = try MarramCommand()
        let file = data + "/skab/valve1_0.csv"
        try await prepare(marram, ["train", file, "--rows", "0..<400", "--out", "model"])
        let header = try String(contentsOfFile: file, encoding: .utf8).prefix { !$0.isNewline }
        let labels = ["anomaly", "changepoint"]
        let names = header.split(separator: ";").dropFirst().map(String.init).filter { !labels.contains($0) }
        let rows = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).count - 1
        let fields = names.map { "$.v.\($0)" }
        let episodes = try await compare(marram, file: file, fields: fields, rows: rows)
        #expect(episodes >= 1, "nothing was found in real faults")
    }

    /// Scores a file offline and live, expects the same, and returns the number of episodes.
    private func compare(
        _ marram: MarramCommand,
        file: String,
        fields: [String],
        rows: Int
    ) async throws -> Int {
        try await prepare(marram, ["score", "model", file, "--out", "scores.csv"])
        let offline = try scores(marram.folder.path + "/scores.csv")
        #expect(offline.count > rows / 2)

        let broker = try await Broker()
        let predictions = try await broker.subscribe("marram/v1/shop/prediction/press")
        let events = try await broker.subscribe("marram/v1/shop/event/anomaly")
        let status = try await broker.subscribe("marram/v1/shop/status")
        let node = try marram.start(
            ["run", "--configuration", configuration(fields)],
            environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
        )
        try await status.waitForOutput("online") { $0.contains("status online") }
        try await prepare(
            marram,
            ["replay", file, "--topic", "plant/press/telemetry", "--speed", "max", "--qos", "1"],
            environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
        )
        try await predictions.waitForOutput("\(offline.count) predictions") {
            $0.utf8.count { $0 == UInt8(ascii: "\n") } >= offline.count
        }
        let live = try predictions.lines.map { line in
            let prediction = try JSONDecoder().decode(Prediction.self, from: Data(payload(line).utf8))
            return Decision(time: prediction.source_time, score: prediction.score, anomaly: prediction.anomaly)
        }
        try expectEqual(live, offline)
        let opened = zip([false] + offline.map(\.anomaly), offline.map(\.anomaly)).count { !$0 && $1 }
        let closed = zip(offline.map(\.anomaly), offline.map(\.anomaly).dropFirst()).count { $0 && !$1 }
        try await events.waitForOutput("the last event") {
            $0.split(separator: "\n").count >= opened + closed
        }
        #expect(events.lines.count { $0.contains("anomaly.opened.v1") } == opened)
        #expect(events.lines.count { $0.contains("anomaly.closed.v1") } == closed)
        node.signal(SIGTERM)
        #expect(try await node.finish().code == 0)
        return opened
    }

    /// Batches may sum in another order than single windows do: scores agree to float32, decisions exactly.
    private func expectEqual(_ live: [Decision], _ offline: [Decision]) throws {
        try #require(live.count == offline.count)
        for (live, offline) in zip(live, offline) {
            #expect(live.time == offline.time && live.anomaly == offline.anomaly, "\(live) and \(offline)")
            #expect(abs(live.score - offline.score) <= 1e-5 * abs(offline.score), "\(live) and \(offline)")
        }
    }

    private func prepare(
        _ marram: MarramCommand,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws {
        let result = try await marram.run(arguments, environment: environment)
        try #require(result.code == 0, "\(arguments): \(result.errors)")
    }

    /// The rows of a file of scores that have one.
    private func scores(_ path: String) throws -> [Decision] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard !cells[1].isEmpty else { return nil }
            return Decision(time: cells[0], score: try #require(Double(cells[1])), anomaly: cells[3] == "1")
        }
    }

    private func payload(_ line: String) -> Substring { line.drop { $0 != "{" } }

    private func configuration(_ fields: [String]) throws -> String {
        let keys: [String: Any] = [
            "node": "shop",
            "models": [["name": "press-ae", "path": "model"]],
            "bindings": [
                [
                    "binding": "press", "source": ["topic": "plant/+/telemetry", "qos": 1],
                    "key": ["$topic[1]"], "time": ["path": "$.ts", "format": "epoch_ms"],
                    "model": "press-ae", "fields": fields, "anomaly": [String: Any](),
                    "publish": ["predictions": "always"],
                ] as [String: Any]
            ],
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: keys), as: UTF8.self)
    }
}
