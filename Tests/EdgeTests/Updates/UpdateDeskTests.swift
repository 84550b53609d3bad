import Cryptography
import Foundation
import MQTT
import Models
import Support
import Testing

@testable import Edge

private let root = "marram/v1/n1"
private let mlp = Name(fitting: "mlp")

private func install(_ job: String, extra: String = "") -> [UInt8] {
    Array(#"{"v":1,"job":"\#(job)","action":"install","manifest":{"url":"https://h/m.json"}\#(extra)}"#.utf8)
}

private func progress(_ job: String, _ seq: Int, _ phase: String = "DOWNLOADING") -> JobProgress {
    JobProgress(job: job, model: mlp, version: "2", seq: seq, status: .inProgress, phase: phase, time: 0)
}

private func state(_ version: String, job: String? = nil) -> ModelState {
    var state = ModelState(model: mlp, securityFloor: 0, time: 0)
    let bundle = BundleID(SHA256Digest(of: Array(version.utf8)))
    state.active = ModelState.Resident(version: version, bundle: bundle, since: nil, isSigned: true)
    state.job = job
    return state
}

/// Takes every install as it comes, and says that control commands are done.
private let taking: @Sendable (UpdateMessage) -> [UpdaterWord] = { message in
    switch message {
    case .install(_, let number): number.map { [.taken($0)] } ?? []
    case .control(_, _, let number): [.reply(.done, number)]
    case .stage, .stop: []
    }
}

@Suite("The desk, through a real broker")
struct UpdateDeskTests {
    private struct Site {
        let broker: Broker
        let client: TestClient
        let updater: FakeUpdater
        let node: TestNode
    }

    private func site(
        _ configuration: [String: any Sendable] = [:],
        updater: FakeUpdater = FakeUpdater(taking),
        link: UpdateLink? = nil,
        isPersistent: Bool = false,
        before: (Broker) async throws -> Void = { _ in }
    ) async throws -> Site {
        let broker = try await Broker(persistence: isPersistent)
        try await before(broker)
        let client = try await TestClient(port: broker.port, isPersistent: isPersistent)
        let node = try Scene.node(configuration, port: broker.port, updates: link ?? updater.link())
        try await client.wait(for: "the node's status") { $0.contains { $0.topic.hasPrefix("\(root)/status") } }
        return Site(broker: broker, client: client, updater: updater, node: node)
    }

    @Test("a flood of QoS 0 does not pile up: [command-24]")
    func flood() async throws {
        // It takes nothing.
        let site = try await site(updater: FakeUpdater())
        for number in 1...70 {
            let command = Array(#"{"v":1,"id":"\#(number)","cmd":"confirm","model":"mlp"}"#.utf8)
            site.client.send(command, to: "\(root)/cmd", qos: .atMostOnce)
        }
        let all = try await site.client.wait(for: "replies") { all in
            all.count { $0.topic == "\(root)/cmd/result" } == 6
        }
        #expect(all.filter { $0.topic == "\(root)/cmd/result" }.allSatisfy { $0.object["code"] as? String == "busy" })
        #expect(site.updater.messages.value.count == 64)
        try await site.node.stop()
    }

    // MARK: installs

    @Test("an update command reaches the updater, and what it says of it everybody: [command-10] [command-30]")
    func installs() async throws {
        let site = try await site()
        site.client.send(install("j1", extra: #","model":"mlp""#), to: "\(root)/model/mlp/set")
        try await site.updater.wait(1)
        #expect(site.updater.installs.map(\.command.job) == ["j1"])
        site.updater.say(.progress(progress("j1", 1)))
        site.updater.say(.state(state("2", job: "j1")))
        let all = try await site.client.wait(for: "the state") { $0.contains { $0.topic == "\(root)/model/mlp/state" } }
        let said = try #require(all.first { $0.topic == "\(root)/model/mlp/job/j1" })
        #expect(said.qos == .atLeastOnce && said.object["seq"] as? Int == 1)
        // A state is for those who come later too.
        let late = try await TestClient(
            port: site.broker.port,
            topics: ["\(root)/model/+/state", "\(root)/model/mlp/job/+"]
        )
        let kept = try await late.wait(for: "the kept state") { !$0.isEmpty }
        #expect(kept.map(\.topic) == ["\(root)/model/mlp/state"] && kept[0].isRetained)
        #expect((kept[0].object["active"] as? [String: Any])?["version"] as? String == "2")
        try await site.node.stop()
    }

    @Test("the kept state of a model that is no longer configured is cleared: [update-65]")
    func forgotten() async throws {
        let updater = FakeUpdater(taking)
        let site = try await site(
            updater: updater,
            link: updater.link(states: [state("2", job: "j1")], forgotten: [Name(fitting: "gone")])
        ) { broker in
            for model in ["gone", "mlp"] {
                try await broker.publish("{}", to: "\(root)/model/\(model)/state", ["-r", "-q", "1"])
            }
        }
        let late = try await TestClient(port: site.broker.port, topics: ["\(root)/model/+/state", "last"])
        // What is kept comes before what is sent later.
        late.send([], to: "last")
        let kept = try await late.wait(for: "what is kept") { $0.contains { $0.topic == "last" } }
        #expect(kept.contains { $0.topic == "\(root)/model/mlp/state" })
        #expect(!kept.contains { $0.topic == "\(root)/model/gone/state" })
        try await site.node.stop()
    }

    @Test("a command is acknowledged only once the updater has it: [command-12]")
    func held() async throws {
        let site = try await site(updater: FakeUpdater())
        site.client.send(install("j1"), to: "\(root)/model/mlp/set")
        try await site.updater.wait(1)
        // The node dies before the updater has written anything down: the broker sends the command again.
        try await site.node.stop()
        let second = FakeUpdater(taking)
        let again = try Scene.node(port: site.broker.port, updates: second.link())
        try await second.wait(1)
        #expect(second.installs.map(\.command.job) == ["j1"])
        try await site.client.waitForStatus("online", times: 2)
        try await again.stop()
        // Now it has: the third does not see it.
        let third = FakeUpdater(taking)
        let last = try Scene.node(port: site.broker.port, updates: third.link())
        try await site.client.waitForStatus("online", times: 3)
        site.client.send(install("j2"), to: "\(root)/model/mlp/set")
        try await third.wait(1)
        #expect(third.installs.map(\.command.job) == ["j2"])
        try await last.stop()
    }

    @Test("a retained command comes again at every connect, and an empty one is none: [command-13]")
    func retained() async throws {
        let site = try await site { broker in
            try await broker.publish(
                String(decoding: install("j1"), as: UTF8.self),
                to: "\(root)/model/mlp/set",
                ["-r", "-q", "1"]
            )
        }
        try await site.updater.wait(1)
        try await site.node.stop()
        let second = FakeUpdater(taking)
        let again = try Scene.node(port: site.broker.port, updates: second.link())
        try await second.wait(1)
        #expect(second.installs.map(\.command.job) == ["j1"])
        site.client.send([], to: "\(root)/model/mlp/set", retain: true)
        site.client.send(install("j2"), to: "\(root)/model/mlp/set")
        try await second.wait(2)
        #expect(second.installs.map(\.command.job) == ["j1", "j2"])
        #expect(site.client.messages(on: "\(root)/event/input").isEmpty)
        try await again.stop()
    }

    @Test("a wrong command is told of on its job's topic, or in an event: [command-11]")
    func wrong() async throws {
        let site = try await site()
        site.client.send(install("j1", extra: #","strategy":{"trial_s":-1}"#), to: "\(root)/model/mlp/set")
        site.client.send(Array("{".utf8), to: "\(root)/model/mlp/set")
        site.client.send(install("j3"), to: "\(root)/model/mlp/set")
        let all = try await site.client.wait(for: "both") { all in
            all.contains { $0.topic == "\(root)/event/input" } && all.contains { $0.topic.contains("/job/") }
        }
        let rejected = try #require(all.first { $0.topic == "\(root)/model/mlp/job/j1" })
        #expect(rejected.object["status"] as? String == "REJECTED" && rejected.code == "bad_command")
        #expect((rejected.object["reason"] as? String)?.contains("strategy.trial_s") == true)
        let event = all.first { $0.topic == "\(root)/event/input" }?.object["data"] as? [String: Any]
        #expect(event?["binding"] as? String == "command" && event?["code"] as? String == "bad_json")
        try await site.updater.wait(1)
        #expect(site.updater.installs.map(\.command.job) == ["j3"])
        try await site.node.stop()
    }

    @Test("thousands of commands at once reach the updater in order and do not outrun it: [command-12]")
    func many() async throws {
        let site = try await site()
        for index in 1...500 { site.client.send(install("j\(index)"), to: "\(root)/model/mlp/set") }
        try await site.updater.wait(500)
        #expect(site.updater.installs.map(\.command.job) == (1...500).map { "j\($0)" })
        try await site.node.stop()
    }

    // MARK: announcing

    @Test("at every connect: birth, states, status, then the last progress: [command-32]")
    func order() async throws {
        let updater = FakeUpdater(taking)
        let link = updater.link(states: [state("1")], progress: [progress("j0", 9, "CONFIRMED")])
        let site = try await site(updater: updater, link: link, isPersistent: true)
        let expected = ["birth", "model/mlp/state", "status", "model/mlp/job/j0"].map { "\(root)/\($0)" }
        let isOurs: @Sendable (TestClient.Message) -> Bool = { expected.contains($0.topic) }
        let first = try await site.client.wait(for: "the announcement") { $0.count(where: isOurs) >= 4 }
        #expect(first.filter(isOurs).map(\.topic) == expected)
        updater.say(.state(state("2")))
        updater.say(.progress(progress("j1", 4)))
        try await site.client.wait(for: "news") { $0.contains { $0.topic.hasSuffix("/job/j1") } }
        try await site.broker.stop()
        try await site.node.log.wait(for: "no connection to the broker")
        for seq in 5...50 { updater.say(.progress(progress("j1", seq))) }
        updater.say(.state(state("3")))
        try await site.broker.start()
        let again = try await site.client.wait(for: "the last progress") { all in
            all.contains { $0.topic.hasSuffix("/job/j1") && $0.object["seq"] as? Int == 50 }
        }
        let seqs = again.filter { $0.topic.hasSuffix("/job/j1") }.compactMap { $0.object["seq"] as? Int }
        #expect(seqs.allSatisfy { $0 == 4 || $0 == 50 }, "\(seqs)")
        let said = try #require(again.last { $0.topic == "\(root)/model/mlp/state" })
        #expect((said.object["active"] as? [String: Any])?["version"] as? String == "3")
        try await site.node.stop()
    }

    @Test("an event goes through the outbox, with the id that it was given: [command-33]")
    func event() async throws {
        let site = try await site()
        let event = ModelEvent(kind: .rolledBack, model: mlp, version: "2", code: .crashInTrial, id: "n1-x", time: 0)
        for _ in 0..<2 { site.updater.say(.event(event)) }
        let all = try await site.client.wait(for: "both") { $0.count { $0.topic == "\(root)/event/model" } == 2 }
        for message in all.filter({ $0.topic == "\(root)/event/model" }) {
            #expect(message.id == "n1-x" && message.object["type"] as? String == "io.marram.model.rolled_back.v1")
            #expect((message.object["data"] as? [String: Any])?["code"] as? String == "crash_in_trial")
        }
        try await site.node.stop()
    }

    @Test("health and status show what keeps updates from working: [command-40]")
    func trouble() async throws {
        let updater = FakeUpdater(taking)
        let site = try await site(updater: updater, link: updater.link(allowsUnsigned: true))
        try await site.node.log.wait(for: "bundles without a signature are taken")
        var troubled = state("1")
        troubled.trouble = "the disk is full"
        troubled.candidate = ModelState.Candidate(version: "2", phase: "TRIAL")
        updater.say(.state(troubled))
        let health = try await site.client.health { $0.updates?.trouble != nil }
        #expect(health.updates?.trouble == "the disk is full" && health.updates?.running == 1)
        #expect(health.status == "degraded" && health.unsigned == true)
        #expect(health.models["mlp"]?.phase == "TRIAL")
        try await site.client.waitForStatus("degraded")
        updater.say(.state(state("2")))
        try await site.client.waitForStatus("online", times: 2)
        try await site.node.stop()
    }

    // MARK: commands

    @Test(
        "a command is replied to where it asks, with what it sent along: [command-21]",
        arguments: ["rollback", "confirm"]
    )
    func reply(word: String) async throws {
        let site = try await site()
        let body = Array(#"{"v":1,"id":"c1","cmd":"\#(word)","model":"mlp"}"#.utf8)
        let reply = try await site.client.ask(body, of: "\(root)/cmd")
        #expect(reply.text == #"{"id":"c1","ok":true,"v":1}"# && reply.topic == site.client.replyTopic)
        #expect(reply.properties.contentType == "application/json")
        guard case .control(let control, let id, _)? = site.updater.messages.value.first else {
            Issue.record("no command came")
            return
        }
        #expect(control == (word == "rollback" ? .rollback(mlp) : .confirm(mlp)) && id == "c1")
        try await site.node.stop()
    }

    @Test("a reply goes nowhere that is not allowed, but to cmd/result: [command-22]")
    func allowList() async throws {
        let site = try await site()
        for topic in ["\(root)/model/mlp/set", "\(root)/status", "\(root)/cmd", "plant/valve", "$SYS/x"] {
            var properties = MessageProperties()
            properties.responseTopic = topic
            site.client.send(Array(#"{"v":1,"id":"c1","cmd":"reload"}"#.utf8), to: "\(root)/cmd", properties)
        }
        site.client.send(
            Array(#"{"v":1,"cmd":"reload","reply_to":"\#(site.client.replyTopic)"}"#.utf8),
            to: "\(root)/cmd"
        )
        let all = try await site.client.wait(for: "the last reply") { [topic = site.client.replyTopic] in
            $0.contains { $0.topic == topic }
        }
        let results = all.filter { $0.topic == "\(root)/cmd/result" }
        #expect(results.count == 5)
        #expect(results.allSatisfy { $0.code == "unsupported" && $0.id == "c1" })
        #expect(!all.contains { $0.topic == "\(root)/model/mlp/set" || $0.topic == "plant/valve" })
        #expect(!all.contains { $0.topic == "\(root)/status" && $0.text.hasPrefix("{") })
        try await site.node.stop()
    }

    @Test("'birth' publishes birth and states again, and wrong commands are told so: [command-20]")
    func birth() async throws {
        let updater = FakeUpdater(taking)
        let site = try await site(updater: updater, link: updater.link(states: [state("1")]))
        let reply = try await site.client.ask(Array(#"{"v":1,"cmd":"birth"}"#.utf8), of: "\(root)/cmd")
        #expect(reply.object["ok"] as? Bool == true)
        for topic in ["birth", "model/mlp/state", "status"] {
            #expect(site.client.messages(on: "\(root)/\(topic)").count == 2, "\(topic)")
        }
        let wrong = try await site.client.ask(Array(#"{"v":1,"id":"7","cmd":"fly"}"#.utf8), of: "\(root)/cmd")
        #expect(wrong.code == "bad_input" && wrong.id == "7" && wrong.object["ok"] as? Bool == false)
        #expect(site.client.messages(on: "\(root)/event/input").isEmpty)
        try await site.node.stop()
    }

    @Test("a retained command is old, and is not carried out: [command-23]")
    func retainedCommand() async throws {
        let site = try await site { broker in
            try await broker.publish(
                #"{"v":1,"cmd":"rollback","model":"mlp"}"#,
                to: "\(root)/cmd",
                ["-r", "-q", "1"]
            )
        }
        _ = try await site.client.ask(Array(#"{"v":1,"cmd":"birth"}"#.utf8), of: "\(root)/cmd")
        #expect(site.updater.messages.value.isEmpty)
        try await site.node.stop()
    }

    @Test("without updates there is no 'set', and of the commands only those to the node: [command-3]")
    func switchedOff() async throws {
        let site = try await site(link: UpdateLink.none)
        let body = Array(#"{"v":1,"cmd":"confirm","model":"mlp"}"#.utf8)
        let reply = try await site.client.ask(body, of: "\(root)/cmd")
        #expect(reply.code == "unsupported")
        let birth = try await site.client.ask(Array(#"{"v":1,"cmd":"birth"}"#.utf8), of: "\(root)/cmd")
        #expect(birth.object["ok"] as? Bool == true)
        #expect(!site.broker.log.contains("\(root)/model/+/set"))
        try await site.node.stop()
    }
}
