import Foundation
import Support
import Testing

/// What an operator does with `marram models …` to a running node, and what happens to it meanwhile.
@Suite struct OperatorLifeTests {
    private let bundles: PressBundles

    init() async throws { bundles = try await PressBundles.get() }

    @Test("a model without automatic confirmation waits on trial for a word, and a second install is busy")
    func word() async throws {
        let node = try await PressNode(bundles.folder(1))
        let installed = try await node.models("install press \(bundles.folder(2)) --trial 0s --no-auto-confirm")
        #expect(installed.code == 0 && installed.output.contains("models confirm press"), "\(installed)")
        #expect(try await node.serves("2"))
        let waiting = try await node.models("list").output
        #expect(waiting.contains("TRIAL  waits for 'marram models confirm press'"), "\(waiting)")
        let busy = try await node.models("install press \(bundles.folder(3))")
        #expect(busy.code == 1 && busy.output.contains("busy: version 2 of press is on trial"), "\(busy)")
        let back = try await node.models("rollback press")
        #expect(back.code == 0, "\(back.errors)")
        #expect(try await node.serves("1"))
        let again = try await node.models("install press \(bundles.folder(2))")
        #expect(again.code == 1 && again.output.contains("rejected_before"), "\(again)")
        let forced = try await node.models("install press \(bundles.folder(2)) --again --trial 0s")
        #expect(forced.code == 0 && forced.output.contains("confirmed: press serves version 2"), "\(forced)")
        let known = try await node.models("install press \(bundles.folder(2))")
        #expect(known.code == 0 && known.output.contains("is installed already"), "\(known)")
        try await node.stop()
        let stopped = try await node.models("confirm press")
        #expect(stopped.code == 1 && stopped.errors.contains("node 'n1' is stopped"), "\(stopped)")
    }

    @Test("a trial goes on after a restart in order, once more after a kill, and is taken back after the second")
    func restarts() async throws {
        let node = try await PressNode(bundles.folder(1))
        let installed = try await node.models("install press \(bundles.folder(2)) --trial 1h --no-wait")
        #expect(installed.code == 0, "\(installed)")
        for isKilled in [false, true] {
            try await node.restart(killed: isKilled)
            // The old model serves until the candidate is loaded.
            try await node.process.process.waitForErrors("the trial") { $0.contains("candidate on trial") }
            #expect(try await node.serves("2"))
        }
        try await node.restart(killed: true)
        #expect(try await node.serves("1"))
        let history = try await node.models("history").output
        #expect(history.contains("rolled back  version 2") && history.contains("crash_in_trial"), "\(history)")
        try await node.stop()
    }

    @Test("a place that cannot be reached is told of while it is waited for; a newer job takes its place")
    func waiting() async throws {
        let node = try await PressNode(bundles.folder(1))
        let port = try Broker.freePort()
        let late = try await node.models("install press http://127.0.0.1:\(port)/manifest.json --job old --timeout 5s")
        #expect(late.code == 1 && late.errors.contains("--job old"), "\(late)")
        #expect(late.output.contains("waiting: download_failed"), "\(late)")
        #expect(late.output.contains("cannot be connected"), "\(late)")
        let newer = try await node.models("install press \(bundles.folder(2)) --trial 0s")
        #expect(newer.code == 0, "\(newer)")
        let message = try await node.wait("old", "CANCELED")
        #expect(message.contains("took the place of job old"), "\(message)")
        let history = try await node.models("history").output
        #expect(history.contains("cancelled  job old  cancelled: job cli-"), "\(history)")
        try await node.set("dead", "http://127.0.0.1:\(port)/manifest.json", ["deadline": "2026-01-01T00:00:00Z"])
        let dead = try await node.wait("dead", "REJECTED")
        #expect(dead.contains("\"code\":\"deadline\""), "\(dead)")
        try await node.set("later", "file://\(bundles.folder(3))/manifest.json", ["not_before": "2999-01-01T00:00:00Z"])
        try await node.wait("later", "QUEUED")
        let list = try await node.models("list").output
        #expect(list.contains("not before 2999-01-01T00:00:00Z"), "\(list)")
        try await node.stop()
    }

    @Test("by MQTT 3.1.1 an operator installs and takes back as by MQTT 5")
    func older() async throws {
        let node = try await PressNode(bundles.folder(1))
        let changes: [String: any Sendable] = ["broker": ["protocol": "3.1.1"] as [String: any Sendable]]
        let installed = try await node.models("install press \(bundles.folder(2)) --trial 0s", changes)
        #expect(installed.code == 0 && installed.output.contains("downloading: 0 bytes of 1"), "\(installed)")
        #expect(try await node.serves("2"))
        let back = try await node.models("rollback press", changes)
        #expect(back.code == 0, "\(back)")
        #expect(try await node.serves("1"))
        try await node.stop()
    }
}
