import Foundation
import Support
import Testing

/// `marram run` and `marram infer` through a real broker.
@Suite struct ServingTests {
    @Test("asks a running node")
    func ask() async throws {
        let (broker, marram) = try await site()
        let node = try marram.start(["run"])
        try await serves(broker)
        let answer = try await marram.run(["infer", "iris", "--input", "X=5.1,3.5,1.4,0.2;6.3,3.3,6.0,2.5"])
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(answer.output.hasPrefix(#"{"model_name":"iris""#) && answer.output.contains(#""data":[0,2]"#))
        // MQTT 3.1.1 has no Response Topic; the answer comes all the same.
        let old = ["MARRAM_BROKER_PROTOCOL": "3.1.1"]
        let older = try await marram.run(["infer", "iris", "--input", "X=5.1,3.5,1.4,0.2"], environment: old)
        #expect(older.output.contains(#""data":[0]"#), "\(older.errors)")
        let refused = try await marram.run(["infer", "rose", "--input", "X=1"])
        #expect(refused.code == 1)
        #expect(refused.output.contains(#""code":"unknown_model""#), "\(refused.errors)")
        node.signal(SIGTERM)
        #expect(try await node.finish().code == 0)
    }

    @Test("opens nothing in the place of standard streams that are missing")
    func noStandardStreams() async throws {
        let (broker, marram) = try await site()
        let status = try await broker.subscribe("marram/v1/shop/status")
        let node = try marram.start(["run", "--log-level", "debug"], streams: "<&- >&- 2>&-")
        try await status.waitForOutput("online") { $0.contains("status online") }
        for stream in 0...2 {
            let path = "/proc/\(node.identifier)/fd/\(stream)"
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "/dev/null")
        }
        node.signal(SIGTERM)
        #expect(try await node.finish().code == 0)
    }

    @Test("gives up in time when nobody answers")
    func nobody() async throws {
        let (broker, marram) = try await site()
        let request = ["infer", "iris", "--input", "X=5.1,3.5,1.4,0.2", "--timeout", "1"]
        let clock = ContinuousClock()
        let began = clock.now
        let unanswered = try await marram.run(request)
        #expect(unanswered.code == 1)
        #expect(unanswered.errors.contains("check that 'marram run' serves node 'shop'"), "\(unanswered.errors)")
        broker.signal(SIGSTOP)
        let silent = try await marram.run(request)
        #expect(silent.code == 1)
        #expect(silent.errors.contains("127.0.0.1:\(broker.port)"), "\(silent.errors)")
        broker.signal(SIGCONT)
        try await broker.stop()
        let absent = try await marram.run(request)
        #expect(absent.code == 1)
        #expect(absent.errors.contains("broker.port"), "\(absent.errors)")
        // Three waits of a second, and much room for a busy machine: without the option each would take ten times as long.
        #expect(clock.now - began < .seconds(90))
    }

    @Test("logs one JSON object a line, and says 'stopped' when it is asked to end")
    func stops() async throws {
        let (broker, marram) = try await site()
        let status = try await broker.subscribe("marram/v1/shop/status")
        let node = try marram.start(["run", "--log-format", "json", "--log-level", "debug"])
        try await status.waitForOutput("online") { $0.contains("status online") }
        try await broker.publish("{\u{7}\"inputs\":\"é\n\"", to: "marram/v1/shop/infer/iris")
        try await node.waitForErrors("the rejection") { $0.contains("input rejected") }
        node.signal(SIGTERM)
        let result = try await node.finish()
        #expect(result.code == 0)
        #expect(result.output.isEmpty)
        try await status.waitForOutput("stopped") { $0.contains("status stopped") }
        #expect(status.lines.last == "marram/v1/shop/status stopped")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count >= 5)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            #expect(object?["time"] != nil && object?["level"] != nil && object?["message"] != nil, "\(line)")
        }
    }

    @Test("tells a broken configuration in the log format that was asked for")
    func brokenConfiguration() async throws {
        let result = try await MarramCommand("nod: shop\nprefix: 7/#").run(["run", "--log-format", "json"])
        #expect(result.code == 1)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            #expect(object?["level"] == "critical")
            #expect(object?["message"]?.contains(#/gg-config\.yml:\d+:\d+: /#) == true, "\(line)")
        }
    }

    @Test("leaves 'offline' behind when it is killed")
    func killed() async throws {
        let (broker, marram) = try await site()
        let node = try marram.start(["run"])
        try await serves(broker)
        node.signal(SIGKILL)
        try await node.finish()
        let status = try await broker.subscribe("marram/v1/shop/status")
        try await status.waitForOutput("the will") { $0.contains("status offline") }
        let again = try marram.start(["run"])
        try await again.waitForErrors("the warning") { $0.contains("the last run ended without a word") }
        try await status.waitForOutput("online after offline") { $0.contains("offline\nmarram/v1/shop/status online") }
        again.signal(SIGINT)
        #expect(try await again.finish().code == 0)
    }

    @Test("lets one process alone work in a data folder")
    func twice() async throws {
        let (broker, marram) = try await site()
        let node = try marram.start(["run"])
        try await serves(broker)
        let second = try await marram.run(["run"])
        #expect(second.code == 1)
        #expect(second.errors.contains("another marram (pid \(node.identifier))"), "\(second.errors)")
        #expect(second.errors.contains("instance"), "\(second.errors)")
        #expect(node.isRunning)
        node.signal(SIGTERM)
        #expect(try await node.finish().code == 0)
    }

    /// A broker, and a node that is configured for it.
    private func site() async throws -> (Broker, MarramCommand) {
        let broker = try await Broker()
        let marram = try MarramCommand(
            """
            node: shop
            broker: {port: \(broker.port)}
            models: [{name: iris, path: \(Sample.iris)}]
            """
        )
        return (broker, marram)
    }

    /// Waits until the node says that it serves.
    private func serves(_ broker: Broker) async throws {
        let status = try await broker.subscribe("marram/v1/shop/status")
        try await status.waitForOutput("online") { $0.contains("status online") }
    }
}
