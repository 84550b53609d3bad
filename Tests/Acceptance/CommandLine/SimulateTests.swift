import Foundation
import Glibc
import Support
import Testing

@Suite struct SimulateTests {
    private let marram: MarramCommand

    init() throws { marram = try MarramCommand() }

    private func file(_ name: String) throws -> String {
        try String(contentsOf: marram.folder.url.appendingPathComponent(name), encoding: .utf8)
    }

    private func contents() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: marram.folder.path)
    }

    @Test("[simulation-20] sends what it says, and the truth fits")
    func sends() async throws {
        let broker = try await Broker()
        let telemetry = try await broker.subscribe("plant/+/press/+/telemetry")
        let truth = try await broker.subscribe("plant/+/press/+/truth")
        let result = try await marram.run(
            [
                "simulate", "press", "--devices", "2", "--rows", "50", "--rate", "10", "--speed", "max", "--site", "s1",
                "--start", "2026-11-21T06:37:14Z", "--fault", "shift@1+2:y", "--fault", "dropout@4+0.5",
            ],
            environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
        )
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("90 readings sent"))
        #expect(result.output.contains("98 messages confirmed"))
        try await telemetry.waitForOutput("90 readings") { $0.split(separator: "\n").count == 90 }
        try await truth.waitForOutput("8 records") { $0.split(separator: "\n").count == 8 }
        for device in ["press1", "press2"] {
            let lines = telemetry.lines.filter { $0.hasPrefix("plant/s1/press/\(device)/telemetry ") }
            let times = try lines.map { line in
                let body = try JSONSerialization.jsonObject(with: Data(line.drop { $0 != "{" }.utf8)) as? [String: Any]
                let values = try #require(body?["v"] as? [String: Double])
                #expect(Set(values.keys) == ["x", "y", "z", "temperature"])
                return try #require(body?["ts"] as? Int)
            }
            let first = 1_795_243_034_000 + (device == "press2" ? 50 : 0)
            #expect(times == (0..<50).filter { !(40..<45).contains($0) }.map { first + 100 * $0 })
            let records = truth.lines.filter { $0.hasPrefix("plant/s1/press/\(device)/truth ") }
            #expect(records.count == 4)
            #expect(records[1].contains(#""fault":"shift","field":"y","state":"ended","start":"2026-11-21T06:37:15."#))
            #expect(records[3].contains(#""fault":"dropout","field":null,"state":"ended""#))
        }
    }

    @Test("[simulation-41] that nobody listens to the truth is no news")
    func unheardTruth() async throws {
        let broker = try await Broker()
        let readings = try await broker.subscribe("plant/+/press/+/telemetry")
        let result = try await marram.run(
            ["simulate", "press", "--rows", "20", "--speed", "max", "--qos", "1", "--fault", "shift@5+5:x"],
            environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
        )
        #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(result.output.contains("22 messages confirmed"), "\(result.output)")
        try await readings.waitForOutput("20 readings") { $0.split(separator: "\n").count == 20 }
    }

    @Test("[simulation-1] the same seed sends the same bytes", arguments: ["0", "1"])
    func repeatable(qos: String) async throws {
        var sent: [[String]] = []
        for seed in ["5", "5", "6"] {
            let broker = try await Broker()
            let everything = try await broker.subscribe("plant/#")
            let result = try await marram.run(
                [
                    "simulate", "pump", "--rows", "300", "--speed", "max", "--qos", qos, "--seed", seed, "--fault-gap",
                    "20s", "--start", "2026-01-01T00:00:00Z",
                ],
                environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
            )
            #expect(result.code == 0, "\(result.errors)")
            let count = try #require(Int(result.output.prefix { $0.isNumber }))
            try await everything.waitForOutput("all readings") {
                $0.split(separator: "\n").count { $0.contains("/telemetry ") } >= count
            }
            sent.append(everything.lines.filter { $0.contains("/telemetry ") })
        }
        #expect(sent[0] == sent[1])
        #expect(sent[0] != sent[2])
        #expect(sent[0].count > 150)
    }

    @Test("[simulation-20] keeps the pace, and Ctrl-C ends in order", arguments: [SIGINT, SIGTERM])
    func paced(signal: Int32) async throws {
        let broker = try await Broker()
        let telemetry = try await broker.subscribe("plant/#")
        let began = ContinuousClock.now
        let running = try marram.start(
            ["simulate", "tank", "--rate", "50", "--faults", "none", "--truth", "truth.csv"],
            environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
        )
        try await telemetry.waitForOutput("a second of readings") { $0.split(separator: "\n").count >= 51 }
        #expect(ContinuousClock.now - began >= .seconds(1))
        running.signal(signal)
        let result = try await running.finish()
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("stopped before the end"))
        let count = try #require(Int(result.output.prefix { $0.isNumber }))
        try await telemetry.waitForOutput("what was confirmed") { $0.split(separator: "\n").count == count }
        #expect(try file("truth.csv") == "device,fault,field,start,end\n")
    }

    @Test("[simulation-22] writes a file instead, the same every time")
    func writes() async throws {
        for name in ["a.csv", "b.csv"] {
            let result = try await marram.run([
                "simulate", "press", "--csv", name, "--duration", "5m", "--truth", "t-" + name,
            ])
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.contains("rows written"))
        }
        #expect(try file("a.csv") == file("b.csv"))
        #expect(try file("a.csv").hasPrefix("time,x,y,z,temperature,anomaly\n2026-01-01T00:00:00.000Z,"))
        #expect(try file("t-a.csv") == file("t-b.csv"))
    }

    @Test("[simulation-22] Ctrl-C leaves no half file", arguments: [SIGINT, SIGTERM])
    func brokenOff(signal: Int32) async throws {
        let running = try marram.start(["simulate", "press", "--csv", "a.csv", "--rows", "1000000000"])
        let deadline = ContinuousClock.now + .seconds(30)
        while try contents().isEmpty, ContinuousClock.now < deadline { await Task.yield() }
        running.signal(signal)
        let result = try await running.finish()
        #expect(result.code == 1 && result.errors.contains("stopped before a.csv was whole"), "\(result.errors)")
        #expect(try contents().isEmpty)
    }

    @Test(
        "[simulation-20] refuses what cannot be simulated",
        arguments: [
            (["simulate", "lathe"], "expected press, pump, tank"),
            (["simulate", "press", "--faults", "rust"], "'rust'"),
            (["simulate", "press", "--fault", "drift@1"], "KIND@START+SECONDS"),
            (["simulate", "press", "--fault", "drift@1+2:w"], "there is no field 'w'; there are x, y, z"),
            (["simulate", "press", "--rate", "0"], "--rate"),
            (["simulate", "press", "--csv", "a.csv"], "--rows or --duration"),
            (["simulate", "press", "--csv", "a.csv", "--rows", "1", "--truth", "topic"], "--truth takes a file"),
            (["simulate", "press", "--devices", "2", "--topic", "a/b"], "share a topic"),
            (["simulate", "press", "--topic", "a/+"], "no '+' and '#'"),
            (["simulate", "press", "--start", "noon"], "--start"),
            (["simulate", "press", "--rate", "1e-300"], "--rate"),
            (["simulate", "press", "--csv", "a.csv", "--duration", "1e300"], "a hundred years"),
            (["simulate", "press", "--csv", "a.csv", "--duration", "800000h", "--rate", "1e9"], "--duration"),
            (["simulate", "press", "--speed", "1e-300"], "0.001 to 1e9"),
            (["simulate", "press", "--fault-gap", "1e308h"], "a hundred years"),
            (["simulate", "press", "--csv", "a.csv", "--rows", "9", "--truth", "a.csv"], "the same file"),
        ]
    )
    func refuses(arguments: [String], message: String) async throws {
        let result = try await marram.run(arguments)
        #expect(result.code != 0)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test("[simulation-41] says that there is no broker")
    func noBroker() async throws {
        let port = try Broker.freePort()
        let result = try await marram.run(
            ["simulate", "press", "--rows", "1"],
            environment: ["MARRAM_BROKER_PORT": "\(port)", "MARRAM_BROKER_CONNECT_TIMEOUT": "2s"]
        )
        #expect(result.code == 1)
        #expect(result.errors.contains("no connection to 127.0.0.1:\(port)"), "\(result.errors)")
    }
}
