import Foundation
import Support
import Testing

@Suite("Nothing of the outbox is lost", .serialized)
struct OutboxLossTests {
    private static let base = 1_700_000_000_000

    private func configuration(uplink port: Int) -> [String: any Sendable] {
        [
            "node": "n1",
            "models": [["name": "iris", "path": Project.root.appendingPathComponent("models/iris").path]],
            "bindings": [
                [
                    "binding": "press",
                    "source": ["topic": "plant/telemetry"] as [String: any Sendable],
                    "time": ["path": "$.ts", "format": "epoch_ms"] as [String: any Sendable],
                    "model": "iris",
                    "fields": ["$.a", "$.b", "$.c", "$.d"],
                    "duplicates": "accept",
                    "late": "accept",
                ] as [String: any Sendable]
            ],
            "uplink": ["port": port, "host": "127.0.0.1"] as [String: any Sendable],
            "outbox": ["rate": 100_000] as [String: any Sendable],
            // The messages are counted: what is told of a first model would be among them.
            "updates": ["enabled": false],
            "health_interval": "1s",
        ]
    }

    private func quietBroker() async throws -> Broker {
        try await Broker(
            ["log_type none", "log_type information", "log_type debug", "max_queued_messages 0"],
            persistence: true
        )
    }

    /// Sends readings in one go, with QoS 1; returns once the broker has them.
    private func send(_ numbers: Range<Int>, to broker: Broker) async throws {
        let lines = numbers.map { #"{"ts":\#(Self.base + $0),"a":5.1,"b":3.5,"c":1.4,"d":0.2}"# }
        let arguments = [
            "mosquitto_pub", "-h", "127.0.0.1", "-p", "\(broker.port)", "-t", "plant/telemetry", "-q", "1", "-l",
        ]
        let result = try await Command(arguments, input: lines.joined(separator: "\n") + "\n").run()
        #expect(result.code == 0, "\(result.errors)")
    }

    /// The readings that predictions are of, in order; those that came before they waited are left out.
    private func numbers(_ lines: [String], replayed: Bool? = nil) -> [Int] {
        lines.compactMap { line -> Int? in
            guard let brace = line.firstIndex(of: "{"),
                let object = try? JSONSerialization.jsonObject(with: Data(line[brace...].utf8)) as? [String: Any],
                let text = object["source_time"] as? String,
                let mark = object["replayed"] as? Bool, replayed.map({ $0 == mark }) ?? true,
                let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            else { return nil }
            return Int((date.timeIntervalSince1970 * 1000).rounded()) - Self.base
        }
    }

    private func storedCount(_ output: String) -> Int? {
        guard let line = output.split(separator: "\n").last(where: { $0.contains("\"store\"") }),
            let brace = line.firstIndex(of: "{"),
            let object = try? JSONSerialization.jsonObject(with: Data(line[brace...].utf8)) as? [String: Any],
            let store = object["store"] as? [String: Any]
        else { return nil }
        return store["messages"] as? Int
    }

    @Test(
        "[outbox-3] [outbox-14] kill -9 with a full outbox loses nothing: all comes, in order, marked, after the next start"
    )
    func fullOutbox() async throws {
        let count = 3000
        let broker = try await quietBroker()
        let uplink = try await quietBroker()
        let folder = try TemporaryFolder()
        let health = try await broker.subscribe("marram/v1/n1/health")
        let status = try await broker.subscribe("marram/v1/n1/status")
        try await uplink.stop()
        var marram = try MarramProcess(configuration(uplink: uplink.port), port: broker.port, folder: folder)
        try await status.waitForOutput("online") { $0.contains("online") }
        try await send(0..<count, to: broker)
        try await health.waitForOutput("\(count) messages in the outbox") { storedCount($0) == count }
        try await marram.kill()
        try await uplink.start()
        let predictions = try await uplink.subscribe("marram/v1/n1/prediction/#")
        marram = try MarramProcess(configuration(uplink: uplink.port), port: broker.port, folder: folder)
        try await predictions.waitForOutput("\(count) predictions") { $0.count { $0 == "\n" } >= count }
        let found = numbers(predictions.lines, replayed: true)
        #expect(found == Array(0..<count))
        #expect(try await marram.stop().code == 0)
    }

    @Test(
        "[outbox-3] [outbox-6] 15 kill -9, with telemetry coming in and the uplink coming and going: every reading arrives"
    )
    func kills() async throws {
        let broker = try await quietBroker()
        let uplink = try await quietBroker()
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let predictions = try await uplink.subscribe("marram/v1/n1/prediction/#")
        var marram = try MarramProcess(configuration(uplink: uplink.port), port: broker.port, folder: folder)
        var starts = 1
        var sent = 0
        var generator = SystemRandomNumberGenerator()
        for round in 0..<15 {
            let wanted = starts
            try await status.waitForOutput("online number \(wanted)") {
                $0.split(separator: "\n").count { $0.hasSuffix("online") } >= wanted
            }
            if round % 3 == 1 { uplink.signal(SIGSTOP) }
            if round % 3 == 2 { uplink.signal(SIGCONT) }
            try await send(sent..<sent + 200, to: broker)
            sent += 200
            // The moment of the cut is the test's input: any will do, as long as they differ.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...200, using: &generator)))
            try await marram.kill()
            marram = try MarramProcess(configuration(uplink: uplink.port), port: broker.port, folder: folder)
            starts += 1
        }
        uplink.signal(SIGCONT)
        let total = sent
        try await predictions.waitForOutput(limit: .seconds(180), "\(total) different predictions") { output in
            output.count { $0 == "\n" } >= total
                && Set(numbers(output.split(separator: "\n").map(String.init))).count == total
        }
        let found = numbers(predictions.lines)
        print(
            "outbox loss test: \(total) readings, \(total - Set(found).count) lost, \(found.count - total) came again"
        )
        #expect(Set(found) == Set(0..<total))
        #expect(try await marram.stop().code == 0)
    }
}
