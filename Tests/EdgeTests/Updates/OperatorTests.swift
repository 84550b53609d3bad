import Foundation
import MQTT
import Models
import Support
import Testing

@testable import Edge

/// The built program against a node whose updater is the test's.
@Suite("Operators on the command line, through a real broker")
struct OperatorTests {
    private struct Site {
        let broker: Broker
        let node: TestNode
        let updater: FakeUpdater
        let folder: TemporaryFolder

        func command(_ arguments: [String], protocol version: String = "5") throws -> Running {
            let json = #"{"node":"n1","broker":{"port":\#(broker.port),"protocol":"\#(version)"}}"#
            return try Running(
                [try Project.program("marram"), "models"] + arguments + ["--configuration", json],
                environment: ["MARRAM_DATA": folder.path],
                folder: folder.url
            )
        }
    }

    private func site(_ updater: FakeUpdater) async throws -> Site {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let node = try Scene.node(port: broker.port, updates: updater.link())
        try await client.waitForStatus("online")
        return Site(broker: broker, node: node, updater: updater, folder: try TemporaryFolder())
    }

    @Test("install follows an update to its end, a line for each phase: [command-50]", arguments: ["5", "3.1.1"])
    func install(version: String) async throws {
        let site = try await site(FakeUpdater { Course.good.words(after: $0) })
        let arguments = [
            "install", "mlp", "https://h/m.json", "--version", "8", "--shadow", "0", "--trial", "10m", "--share", "10",
            "--again", "--job", "j1", "--sha256", String(repeating: "4f", count: 32),
        ]
        let result = try await site.command(arguments, protocol: version).finish()
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.output == """
                mlp: job j1
                  taken by the node
                  manifest accepted: version 8
                  downloading: 0 bytes of 18.9 MB
                  downloading: 9.4 MB of 18.9 MB
                  downloading: 18.9 MB of 18.9 MB
                  all files are verified
                  in the store
                  probed (p99_us 812)
                  on trial: it serves (share_percent 10)
                  confirmed: mlp serves version 8

                """
        )
        let command = try #require(site.updater.installs.first?.command)
        var expected = InstallCommand(
            job: "j1",
            model: Name(fitting: "mlp"),
            version: "8",
            place: .url("https://h/m.json", sha256: [UInt8](repeating: 0x4F, count: 32))
        )
        expected.strategy.shadow = .zero
        expected.strategy.trial = .seconds(600)
        expected.strategy.sharePercent = 10
        expected.isForced = true
        #expect(command == expected)
        try await site.node.stop()
    }

    @Test("install fails as the update does, and says why: [command-50]")
    func failure() async throws {
        let site = try await site(FakeUpdater { Course.bad.words(after: $0) })
        let result = try await site.command(["install", "mlp", "https://h/m.json"]).finish()
        #expect(result.code == 1)
        #expect(result.output.contains("failed at TRIAL: error_rate: 3 of 20 answers; version 7 serves again"))
        try await site.node.stop()
    }

    @Test("install can leave when the trial begins, and does so where a person confirms: [command-51]")
    func untilTrial() async throws {
        let site = try await site(FakeUpdater { Course.waiting.words(after: $0) })
        for flag in ["--no-wait", "--no-auto-confirm"] {
            let result = try await site.command(["install", "mlp", "https://h/m.json", flag]).finish()
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.contains("on trial: it serves"))
        }
        #expect(site.updater.installs.map(\.command.strategy.autoConfirm) == [nil, false])
        try await site.node.stop()
    }

    @Test("Ctrl-C and the time limit end the command and not the update: [command-52]")
    func leaving() async throws {
        let site = try await site(FakeUpdater { Course.waiting.words(after: $0) })
        let running = try site.command(["install", "mlp", "https://h/m.json", "--job", "j1"])
        try await running.waitForOutput("the trial") { $0.contains("on trial") }
        running.signal(SIGINT)
        let left = try await running.finish()
        #expect(left.code == 130 && left.errors.contains("the update goes on"), "\(left.errors)")
        let late = try await site.command(["install", "mlp", "https://h/m.json", "--timeout", "500ms"]).finish()
        #expect(late.code == 1 && late.errors.contains("not over in time: the update goes on"), "\(late.errors)")
        try await site.node.stop()
    }

    @Test("a broker that restarts does not end the command: what was missed is asked for again: [command-52]")
    func brokerRestart() async throws {
        let isOver = Guarded(false)
        let site = try await site(
            FakeUpdater { message in
                guard isOver.withLock(\.self), case .install(_, let number?) = message else {
                    return Course.waiting.words(after: message)
                }
                // Told to whoever asks: the broker may give the node its first command again before the program is back.
                let ending = Course.progress("j1", 20, .succeeded, "CONFIRMED", version: "8")
                return [.progress(ending), .taken(number)]
            }
        )
        let running = try site.command(["install", "mlp", "https://h/m.json", "--job", "j1"])
        try await running.waitForOutput("the trial") { $0.contains("on trial") }
        try await site.broker.stop()
        try await site.node.log.wait(for: "no connection to the broker")
        isOver.withLock { $0 = true }
        try await site.broker.start()
        let result = try await running.finish()
        #expect(result.code == 0 && result.output.contains("confirmed"), "\(result.errors)")
        try await site.node.stop()
    }

    @Test("a local bundle is named by its URL, and what is none is refused: [command-53]")
    func paths() async throws {
        let site = try await site(FakeUpdater { Course.good.words(after: $0) })
        for name in ["press 8", "empty"] {
            let url = site.folder.url.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        }
        try site.folder.write("{}", to: "press 8/manifest.json")
        try site.folder.write("", to: "press.tar")
        try site.folder.write("", to: "empty/x")
        for path in ["press 8", "./press.tar", "press 8/manifest.json"] {
            let result = try await site.command(["install", "mlp", path]).finish()
            #expect(result.code == 0, "\(result.errors)")
        }
        let folder = "file://" + site.folder.url.standardizedFileURL.path
        let urls = ["\(folder)/press%208/manifest.json", "\(folder)/press.tar", "\(folder)/press%208/manifest.json"]
        #expect(site.updater.installs.map(\.command.place) == urls.map { .url($0, sha256: nil) })
        for (path, says) in [("nowhere", "does not exist"), ("empty", "no manifest.json"), ("empty/x", "neither")] {
            let result = try await site.command(["install", "mlp", path]).finish()
            #expect(result.code == 64 && result.errors.contains(says), "\(path): \(result.errors)")
        }
        try await site.node.stop()
    }

    @Test("rollback and confirm tell what came of them: [command-54]", arguments: ["5", "3.1.1"])
    func words(version: String) async throws {
        let site = try await site(
            FakeUpdater { message in
                guard case .control(let control, let id, let number) = message, id != nil else { return [] }
                let failure = ControlReply.failed(code: "nothing_to_roll_back", reason: "there is no model before this")
                return [.reply(control == .confirm(Name(fitting: "mlp")) ? .done : failure, number)]
            }
        )
        let confirmed = try await site.command(["confirm", "mlp"], protocol: version).finish()
        #expect(confirmed.code == 0 && confirmed.output == "mlp is confirmed\n", "\(confirmed.errors)")
        let refused = try await site.command(["rollback", "mlp"], protocol: version).finish()
        #expect(refused.code == 1)
        #expect(refused.errors == "error: nothing_to_roll_back: there is no model before this\n")
        try await site.node.stop()
    }

    @Test("a node that is not there is said so, with how to start it: [command-55]")
    func absent() async throws {
        let site = try await site(FakeUpdater())
        try await site.node.stop()
        for arguments in [["install", "mlp", "https://h/m.json"], ["rollback", "mlp"]] {
            let result = try await site.command(arguments).finish()
            #expect(result.code == 1)
            #expect(result.errors == "error: node 'n1' is stopped; start it with 'marram run'\n")
        }
        let client = try await TestClient(port: site.broker.port)
        client.send([], to: "marram/v1/n1/status", retain: true)
        try await client.waitForConfirmations(1)
        let silent = try await site.command(["confirm", "mlp"]).finish()
        #expect(silent.code == 1 && silent.errors.contains("has said nothing on this broker"), "\(silent.errors)")
        try await site.broker.stop()
        let alone = try await site.command(["confirm", "mlp"]).finish()
        #expect(alone.code == 1 && alone.errors.contains("broker"), "\(alone.errors)")
    }

    @Test("a node without updates says so: [command-55]", arguments: ["5", "3.1.1"])
    func switchedOff(version: String) async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port, topics: ["marram/v1/n1/status"])
        let node = try Scene.node(port: broker.port)
        try await client.waitForStatus("online")
        let site = Site(broker: broker, node: node, updater: FakeUpdater(), folder: try TemporaryFolder())
        let word = try await site.command(["confirm", "mlp"], protocol: version).finish()
        #expect(word.code == 1 && word.errors.contains("unsupported: updates are switched off"), "\(word.errors)")
        if version == "5" {
            let result = try await site.command(["install", "mlp", "https://h/m.json"], protocol: version).finish()
            #expect(result.code == 1 && result.errors.contains("check that updates are enabled"), "\(result.errors)")
        }
        try await node.stop()
    }

    @Test(
        "what cannot be meant is refused before anything is sent",
        arguments: [
            ["install", "a/b", "https://h/m.json"], ["install", "mlp"],
            ["install", "mlp", "https://h/m", "--share", "0"],
            ["install", "mlp", "https://h/m.json", "--trial", "8d"],
            ["install", "mlp", "https://h/m", "--sha256", "4f"],
            ["install", "mlp", "https://h/m.json", "--job", "a b"], ["rollback"], ["confirm", "a/b"],
            ["history", "--limit", "0"],
        ]
    )
    func usage(arguments: [String]) async throws {
        let result = try await Command([try Project.program("marram"), "models"] + arguments).run()
        #expect(result.code == 64, "\(result.errors)")
    }
}

/// What the test's updater says of an update.
private struct Course {
    static let good = Course(ending: progress("", 14, .succeeded, "CONFIRMED", version: "8"))
    static let waiting = Course(ending: nil)
    static var bad: Course {
        var ending = progress("", 14, .failed, "TRIAL", version: "8", ["rolled_back_to": "7"])
        ending.code = .errorRate
        ending.reason = "3 of 20 answers"
        return Course(ending: ending)
    }

    let ending: JobProgress?

    func words(after message: UpdateMessage) -> [UpdaterWord] {
        guard case .install(let command, let number?) = message else { return [] }
        var steps = [
            Self.progress("", 1, .inProgress, "RECEIVED"),
            Self.progress("", 2, .inProgress, "MANIFEST_OK", version: "8"),
        ]
        for (seq, bytes) in [0, 1_000_000, 9_437_184, 18_874_368].enumerated() {
            let details = ["bytes": "\(bytes)", "total": "18874368"]
            steps.append(Self.progress("", 3 + seq, .inProgress, "DOWNLOADING", version: "8", details))
        }
        steps += [
            Self.progress("", 7, .inProgress, "VERIFIED", version: "8"),
            Self.progress("", 8, .inProgress, "STORED", version: "8"),
            Self.progress("", 9, .inProgress, "PROBED", version: "8", ["p99_us": "812"]),
            Self.progress("", 10, .inProgress, "TRIAL", version: "8", ["share_percent": "10"]),
        ]
        steps += ending.map { [$0] } ?? []
        let words = steps.map { step in
            var step = step
            step.job = command.job
            return UpdaterWord.progress(step)
        }
        return words + [.taken(number)]
    }

    static func progress(
        _ job: String,
        _ seq: Int,
        _ status: JobProgress.Status,
        _ phase: String,
        version: String? = nil,
        _ details: [String: String] = [:]
    ) -> JobProgress {
        JobProgress(
            job: job,
            model: Name(fitting: "mlp"),
            version: version,
            seq: seq,
            status: status,
            phase: phase,
            details: details,
            time: 0
        )
    }
}
