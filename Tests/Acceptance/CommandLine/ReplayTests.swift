import Foundation
import Support
import Testing

@Suite struct ReplayTests {
    private let marram: MarramCommand

    init() throws { marram = try MarramCommand() }

    private func replay(
        _ text: String,
        _ arguments: [String],
        on broker: Broker
    ) async throws -> Command.Result {
        let path = try marram.folder.write(text, to: "file.csv")
        return try await marram.run(
            ["replay", path] + arguments,
            environment: ["MARRAM_BROKER_PORT": "\(broker.port)"]
        )
    }

    @Test("[simulation-30] a file arrives complete and in order", arguments: ["0", "1"])
    func complete(qos: String) async throws {
        let broker = try await Broker()
        let messages = try await broker.subscribe("plant/#")
        let rows = (0..<2000).map {
            "2026-01-01 00:\(String(format: "%02d:%02d", $0 / 60 % 60, $0 % 60)),\($0),\($0).5"
        }
        let result = try await replay(
            "time,a,b\n" + rows.joined(separator: "\n"),
            ["--topic", "plant/v1/telemetry", "--speed", "max", "--qos", qos],
            on: broker
        )
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("2000 readings sent"))
        try await messages.waitForOutput("2000 messages") { $0.split(separator: "\n").count >= 2000 }
        let expected = (0..<2000).map {
            #"plant/v1/telemetry {"ts":\#(1_767_225_600_000 + $0 * 1000),"v":{"a":\#($0).0,"b":\#($0).5}}"#
        }
        #expect(messages.lines == expected)
    }

    @Test("[simulation-30] columns in the topic; the rows of all devices in the order of their times")
    func columns() async throws {
        let broker = try await Broker()
        let messages = try await broker.subscribe("plant/#")
        let result = try await replay(
            "time;unit;a;anomaly\n10;p1;1;0\n11;p1;2;0\n10;p 2;3;1\n11;p 2;;1\n",
            ["--topic", "plant/{unit}/t", "--speed", "max", "--payload-time", "rfc3339"],
            on: broker
        )
        #expect(result.code == 0, "\(result.errors)")
        try await messages.waitForOutput("4 messages") { $0.split(separator: "\n").count >= 4 }
        #expect(
            messages.lines == [
                #"plant/p1/t {"ts":"1970-01-01T00:00:10.000Z","v":{"a":1.0}}"#,
                #"plant/p 2/t {"ts":"1970-01-01T00:00:10.000Z","v":{"a":3.0}}"#,
                #"plant/p1/t {"ts":"1970-01-01T00:00:11.000Z","v":{"a":2.0}}"#,
                #"plant/p 2/t {"ts":"1970-01-01T00:00:11.000Z","v":{}}"#,
            ]
        )
    }

    @Test("[simulation-34] labels are not sent unless they are named")
    func labels() async throws {
        let broker = try await Broker()
        let messages = try await broker.subscribe("t")
        let text = "ts,a,anomaly,label\n0,1,0,good\n"
        let usual = try await replay(text, ["--topic", "t", "--speed", "max"], on: broker)
        #expect(usual.code == 0, "\(usual.errors)")
        let named = try await replay(text, ["--topic", "t", "--speed", "max", "--columns", "anomaly"], on: broker)
        #expect(named.code == 0, "\(named.errors)")
        try await messages.waitForOutput("2 messages") { $0.split(separator: "\n").count >= 2 }
        #expect(messages.lines == [#"t {"ts":0,"v":{"a":1.0}}"#, #"t {"ts":0,"v":{"anomaly":0.0}}"#])
    }

    @Test("[simulation-30] time passes as fast as asked for")
    func speed() async throws {
        let broker = try await Broker()
        let began = ContinuousClock.now
        let result = try await replay("ts,a\n0,1\n5,2\n4,3\n10,4\n", ["--topic", "t", "--speed", "10"], on: broker)
        #expect(result.code == 0, "\(result.errors)")
        #expect(ContinuousClock.now - began >= .seconds(1))
        // At the file's own speed it would take ten seconds.
        let seconds = try #require(result.output.split(separator: " ").compactMap { Double($0) }.last { $0 != 4 })
        #expect((1..<8).contains(seconds))
        #expect(result.errors.contains("4 readings went to topics that nobody subscribes to"))
    }

    @Test("[simulation-31] payloads have the time of sending, or none, in each format")
    func times() async throws {
        let broker = try await Broker()
        let messages = try await broker.subscribe("t")
        let before = Int(Date().timeIntervalSince1970)
        for arguments in [
            ["--times", "now", "--payload-time", "epoch_s"], ["--times", "none", "--payload", "csv"],
            ["--payload", "number"],
        ] {
            let result = try await replay("ts,a\n0,1.25\n", ["--topic", "t"] + arguments, on: broker)
            #expect(result.code == 0, "\(result.errors)")
        }
        try await messages.waitForOutput("3 messages") { $0.split(separator: "\n").count >= 3 }
        let now = try #require(Int(messages.lines[0].dropFirst(#"t {"ts":"#.count).prefix { $0.isNumber }))
        #expect((before...before + 60).contains(now))
        #expect(messages.lines[1...] == ["t 1.25", "t 1.25"])
    }

    @Test(
        "[simulation-32] a file that cannot be sent is refused before anything is sent",
        arguments: [
            ("time,a\n1,2\n2,x\n", "line 3, column 2: 'a' holds 'x'"), ("time,a\n1,2\n2\n", "line 3: 1 cells"),
            ("a\n1\n", "there is no time column"), ("", "the text is empty"), ("time,a\n1,nan\n", "finite number"),
        ]
    )
    func refused(text: String, message: String) async throws {
        let broker = try await Broker()
        let result = try await replay(text, ["--topic", "t"], on: broker)
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("error: "))
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(!broker.log.contains("New client connected"))
    }
}
