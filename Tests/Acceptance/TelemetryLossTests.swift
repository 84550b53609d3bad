import Foundation
import MQTT
import Support
import Testing

@Suite("Telemetry survives what kills the program", .serialized)
struct TelemetryLossTests {
    private static let topic = "plant/hall2/press4/telemetry"

    private func configuration(_ changes: [String: any Sendable] = [:]) -> [String: any Sendable] {
        let binding: [String: any Sendable] = [
            "binding": "raw", "source": ["topic": "plant/+/+/telemetry"], "key": ["$topic[2]"],
            "time": ["path": "$.ts"], "model": "window", "fields": ["$.x", "$.y"],
        ]
        return [
            "node": "n1", "state_interval": "1s", "health_interval": "1s",
            "models": [["name": "window", "path": Project.fixture("window")]],
            "bindings": [binding.merging(changes) { $1 }],
        ]
    }

    private func reading(_ value: Int, at second: Int) -> String {
        #"{"ts":\#(1_000_000_000_000 + second * 1000),"x":\#(value),"y":\#(value)}"#
    }

    @Test("[bindings-51] a window goes on after kill -9 once it was saved")
    func kill() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let predictions = try await broker.subscribe("marram/v1/n1/prediction/raw")
        let health = try await broker.subscribe("marram/v1/n1/health")
        let first = try MarramProcess(configuration(), port: broker.port, folder: folder)
        try await status.waitForOutput("online") { $0.contains("online") }
        for second in 0..<2 { try await broker.publish(reading(1, at: second), to: Self.topic, ["-q", "1"]) }
        // Saved at an interval of a second: three more health messages lie behind the next saving.
        try await health.waitForOutput("both readings") { $0.contains("\"readings\":2") }
        let seen = health.lines.count
        try await health.waitForOutput("more health") { $0.split(separator: "\n").count >= seen + 3 }
        try await first.kill()
        let second = try MarramProcess(configuration(), port: broker.port, folder: folder)
        try await second.process.waitForErrors("the windows") { $0.contains("windows restored") }
        try await status.waitForOutput("online again") { $0.components(separatedBy: "online").count > 2 }
        try await broker.publish(reading(4, at: 2), to: Self.topic, ["-q", "1"])
        try await predictions.waitForOutput("a prediction") { $0.contains("\"data\":[2.0]") }
        #expect(try await second.stop().code == 0)
    }

    @Test("[bindings-41] [bindings-51] an anomaly that was told before kill -9 goes on after it, and ends once")
    func episode() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let events = try await broker.subscribe("marram/v1/n1/event/anomaly")
        let press: [String: any Sendable] = [
            "binding": "raw", "source": ["topic": "plant/+/+/telemetry"], "time": ["path": "$.ts"], "model": "press",
            "fields": ["$.x", "$.y", "$.z", "$.temperature"], "window": ["max_gap_s": 60],
            "anomaly": [String: any Sendable](), "publish": ["predictions": "anomaly"] as [String: any Sendable],
        ]
        var configuration = configuration()
        configuration["state_interval"] = "1h"
        configuration["models"] = [["name": "press", "path": Project.root.appendingPathComponent("models/press").path]]
        configuration["bindings"] = [press]
        func send(_ seconds: Range<Int>) async throws {
            let readings = seconds.map { second in
                #"{"ts":\#(1_000_000_000_000 + second * 1000),"x":1e6,"y":0,"z":0,"temperature":0}"#
            }
            try await broker.publish("[\(readings.joined(separator: ","))]", to: Self.topic, ["-q", "1"])
        }
        let first = try MarramProcess(configuration, port: broker.port, folder: folder)
        try await status.waitForOutput("online") { $0.contains("online") }
        try await send(0..<60)
        // It is acknowledged once the anomaly is told and saved.
        try await broker.waitForLog("Received PUBACK from marram-n1-binding-raw")
        try await first.kill()
        let second = try MarramProcess(configuration, port: broker.port, folder: folder)
        try await status.waitForOutput("online again") { $0.components(separatedBy: "online").count > 2 }
        try await send(60..<100)
        try await send(4000..<4001)
        try await events.waitForOutput("the end") { $0.contains("anomaly.closed") }
        #expect(events.output.components(separatedBy: "anomaly.opened").count == 2, "\(events.output)")
        let starts = events.output.matches(of: /"started":"([^"]*)"/).map { String($0.1) }
        #expect(starts.count == 2 && Set(starts).count == 1, "\(events.output)")
        #expect(try await second.stop().code == 0)
    }

    @Test("[bindings-52] telemetry that kills the program is refused once it was alone in two deaths")
    func poison() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let predictions = try await broker.subscribe("marram/v1/n1/prediction/raw")
        let events = try await broker.subscribe("marram/v1/n1/event/input")
        var configuration = configuration(["fields": ["$.x", "$.y", "$.z", "$.ts"]])
        configuration["models"] = [["name": "window", "path": Project.fixture("mlp")]]
        func start() throws -> MarramProcess {
            try MarramProcess(configuration, port: broker.port, folder: folder, program: "fragile-marram")
        }
        func send(_ value: Int, at time: Int) async throws {
            let body = #"{"ts":\#(time),"x":\#(value),"y":1,"z":1}"#
            try await broker.publish(body, to: Self.topic, ["-q", "1"])
        }
        var marram = try start()
        try await status.waitForOutput("online") { $0.contains("online") }
        #expect(try await marram.stop().code == 0)
        try await send(666, at: 1)
        try await send(1, at: 2)
        marram = try start()
        // The first delivery, then with the other as a group, then twice alone.
        for _ in 0..<4 {
            #expect(try await marram.process.finish().code == 66)
            marram = try start()
        }
        try await events.waitForOutput("an event") { $0.contains("\"code\":\"internal\"") && $0.contains("\"raw\"") }
        try await predictions.waitForOutput("a prediction of the innocent") {
            $0.contains("\"source_time\":\"1970-01-01T00:00:00.002Z\"")
        }
        #expect(!predictions.output.contains("00:00:00.001Z"))
        #expect(try await marram.stop().code == 0)
    }

    @Test("[bindings-52] a reading in a window that kills the program does so a few times at most")
    func poisonedWindow() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let predictions = try await broker.subscribe("marram/v1/n1/prediction/raw")
        func start() throws -> MarramProcess {
            try MarramProcess(configuration(), port: broker.port, folder: folder, program: "fragile-marram")
        }
        var marram = try start()
        try await status.waitForOutput("online") { $0.contains("online") }
        for second in 0..<2 { try await broker.publish(reading(1, at: second), to: Self.topic, ["-q", "1"]) }
        #expect(try await marram.stop().code == 0)
        try await broker.publish(reading(666, at: 2), to: Self.topic, ["-q", "1"])
        for second in 3..<12 { try await broker.publish(reading(1, at: second), to: Self.topic, ["-q", "1"]) }
        // All of it waits on the broker, so that the last window is made in the end, however often it dies.
        let end = "2001-09-09T01:46:51.000Z"
        var deaths = 0
        marram = try start()
        while deaths < 10, !predictions.output.contains(end) {
            do {
                #expect(try await marram.process.finish(limit: .seconds(5)).code == 66)
                deaths += 1
                marram = try start()
            } catch {
                // It lives.
                break
            }
        }
        try await predictions.waitForOutput("the last window") { $0.contains(end) }
        #expect((1...8).contains(deaths), "\(deaths) deaths")
        #expect(try await marram.stop().code == 0)
    }
}
