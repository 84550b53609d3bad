import Foundation
import Monitoring
import NIOCore
import Support
import Testing

@testable import API

@Suite("The event stream")
struct EventStreamTests {
    @Test("[dashboard-api-7] begins with the whole state, then tells the sections that change")
    func stateThenChanges() async throws {
        try await BoardScene.serving { scene in
            scene.tick(100, requests: 1)
            let listener = scene.listen()
            try await listener.wait(for: "the state") { $0.contains { $0.event == "state" } }
            let head = listener.record.value.head.lowercased()
            #expect(listener.record.value.status == 200)
            #expect(head.contains("content-type: text/event-stream"))
            #expect(head.contains("cache-control: no-store"))
            #expect(head.contains("x-accel-buffering: no"))
            #expect(listener.record.value.text.hasPrefix("retry: 3000\n\n"))
            scene.tick(101, requests: 2, values: ["a": 5])
            let messages = try await listener.wait(for: "changes and numbers") {
                $0.count { $0.event == "state" } > 1 && $0.contains { $0.event == "metrics" }
            }
            let states = messages.filter { $0.event == "state" }
            #expect(states[0].json["full"] as? Bool == true)
            #expect(states[0].json["node"] != nil)
            #expect(states[1].json["models"] != nil)
            #expect(states[1].json["node"] == nil)
            #expect(states[1].json["full"] == nil)
            #expect(states.allSatisfy { $0.id == nil })
            let metrics = try #require(messages.first { $0.event == "metrics" })
            #expect(metrics.json["t"] as? Int == 101)
            #expect((metrics.json["values"] as? [String: Any])?["a"] as? Double == 5)
        }
    }

    @Test("[dashboard-api-7] tells what is asked for and nothing else")
    func topics() async throws {
        try await BoardScene.serving { scene in
            scene.tick(100)
            scene.event("io.marram.anomaly.opened.v1", 1)
            let events = scene.listen("/api/events?topics=events")
            let predictions = scene.listen("/api/events?topics=predictions,metrics")
            try await scene.waitForStreams(2)
            scene.event("io.marram.anomaly.closed.v1", 2)
            scene.prediction()
            scene.tick(101)
            let found = try await events.wait(for: "the event") { !$0.isEmpty }
            #expect(found.map(\.event) == ["event"])
            #expect(found[0].id == "12-2")
            #expect(found[0].json["type"] as? String == "io.marram.anomaly.closed.v1")
            let others = try await predictions.wait(for: "both") { Set($0.map(\.event)).count == 2 }
            #expect(Set(others.map(\.event)) == ["prediction", "metrics"])
            #expect(others.first { $0.event == "prediction" }?.json["n"] as? Int == 1)
            let strange = try await scene.send("GET", "/api/events?topics=news")
            #expect(strange.status == 400)
            #expect(strange.error?.contains("state, metrics, predictions, events") == true)
        }
    }

    @Test(
        "[dashboard-api-10] events after the last one that was seen are told again",
        arguments: [("12-2", 2), ("12-5", 5), ("11-4", 0)]
    )
    func replay(_ last: String, _ seen: Int) async throws {
        try await BoardScene.serving { scene in
            scene.tick(1)
            for number in 1...5 { scene.event("io.marram.anomaly.opened.v1", number) }
            let path = "/api/events?topics=events"
            for (path, headers) in [(path, ["Last-Event-ID: \(last)"]), ("\(path)&last_event_id=\(last)", [])] {
                let before = scene.board.latestEvent
                let listener = scene.listen(path, headers: headers)
                try await scene.waitForStreams(1)
                scene.event("io.marram.drift.cleared.v1", 6)
                let messages = try await listener.wait(for: "the event that is new") {
                    $0.contains { $0.id == "12-\(before + 1)" }
                }
                #expect(messages.map(\.id) == (seen + 1...before + 1).map { "12-\($0)" })
                listener.leave()
                try await scene.waitForStreams(0)
            }
        }
    }

    @Test("[dashboard-api-10] of more events than are kept the number that is lost is told; bad places are refused")
    func lostEvents() async throws {
        try await BoardScene.serving { scene in
            scene.tick(1)
            for number in 1...1100 { scene.event("io.marram.anomaly.opened.v1", number) }
            let listener = scene.listen("/api/events?topics=events", headers: ["Last-Event-ID: 12-50"])
            let messages = try await listener.wait(for: "all that is kept") { $0.count == 1001 }
            #expect(messages[0].event == "lost")
            #expect(messages[0].json["events"] as? Int == 50)
            #expect(messages.last?.id == "12-1100")
            #expect(try await scene.send("GET", "/api/events?last_event_id=abc").status == 400)
        }
    }

    @Test("[dashboard-api-11] there are so many at most; one that leaves makes room")
    func cap() async throws {
        try await BoardScene.serving(mostStreams: 2) { scene in
            scene.tick(1)
            let first = scene.listen()
            let second = scene.listen()
            try await scene.waitForStreams(2)
            let refused = try await scene.send("GET", "/api/events")
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] == "5")
            #expect(refused.error?.contains("limits.streams") == true)
            first.leave()
            try await scene.waitForStreams(1)
            let third = scene.listen()
            try await third.wait(for: "the state") { !$0.isEmpty }
            _ = second
        }
    }

    @Test("[dashboard-api-11] says now and then that all is well")
    func heartbeat() async throws {
        try await BoardScene.serving(heartbeat: .milliseconds(50)) { scene in
            let listener = scene.listen("/api/events?topics=events")
            try await listener.record.wait(for: "two heartbeats") {
                $0.text.components(separatedBy: "\n\n").filter { $0 == ":" }.count >= 2
            }
        }
    }

    @Test("[dashboard-api-11] a client that takes nothing is sent away, and others hear all meanwhile")
    func slowClient() async throws {
        try await BoardScene.serving(heartbeat: .milliseconds(100), patience: .milliseconds(300)) { scene in
            scene.tick(1)
            let deaf = StreamListener(port: scene.port, path: "/api/events", headers: [], isDeaf: true)
            let quick = scene.listen("/api/events?topics=metrics")
            try await scene.waitForStreams(2)
            let padding = String(repeating: "x", count: 30_000)
            var second = 2
            while scene.board.streams.open == 2 {
                scene.tick(second)
                for number in 0..<40 {
                    scene.event("io.marram.input.rejected.v1", number, data: #"{"x":"\#(padding)"}"#)
                }
                second += 1
                try await quick.wait(for: "the numbers of second \(second - 1)") { [last = second - 1] in
                    $0.contains { ($0.json["t"] as? Int ?? 0) >= last }
                }
            }
            try await scene.waitForStreams(1)
            _ = deaf
        }
    }

    @Test("[dashboard-api-11] ends when the server stops")
    func shutdown() async throws {
        try await BoardScene.serving { scene in
            scene.tick(1)
            let listener = scene.listen()
            try await listener.wait(for: "the state") { !$0.isEmpty }
            await scene.stop()
            try await listener.record.wait(for: "the end") { $0.isEnded }
        }
    }

    @Test("[dashboard-api-12] what is told to many is written once")
    func writtenOnce() {
        let board = Board(session: 1)
        let sheet = StateSheet(board)
        let state = NodeState(node: NodeSection(name: "n", version: "1", runtime: "r", arch: "a", started: "t"))
        board.post(BoardTick(second: 1, time: "t", state: state, values: ["a": 1], scores: []))
        let first = sheet.document(isStreamed: true)?.bytes
        let second = sheet.document(isStreamed: true)?.bytes
        #expect(first != nil)
        #expect(storage(of: first) == storage(of: second))
        #expect(sheet.document(since: 1, isStreamed: true) == nil)
    }
}

extension EventStreamTests {
    /// Where the bytes lie.
    private func storage(of buffer: ByteBuffer?) -> UInt? {
        buffer.map { unsafe $0.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } }
    }
}

extension BoardScene {
    /// Waits until so many streams are open.
    func waitForStreams(_ count: Int) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while board.streams.open != count {
            guard ContinuousClock.now < end else { throw SupportError("\(board.streams.open) streams, not \(count)") }
            await Task.yield()
        }
    }
}
