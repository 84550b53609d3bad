import Foundation
import Support
import Testing

/// A trial with a share, and two processes of one node.
@Suite struct TrialShareTests {
    private let bundles: PressBundles

    init() async throws { bundles = try await PressBundles.get() }

    /// The version that predictions for each key came from, and which keys had more than one.
    private func versions(_ predictions: Running) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for line in predictions.lines {
            guard let start = line.firstIndex(of: "{"),
                let document = try? JSONSerialization.jsonObject(with: Data(line[start...].utf8)) as? [String: Any],
                let key = (document["key"] as? [String])?.first, let version = document["version"] as? String
            else { continue }
            found[key, default: []].insert(version)
        }
        return found
    }

    @Test("a share of the keys gets the candidate, always the same ones, also after a restart")
    func share() async throws {
        let binding: [String: any Sendable] = [
            "binding": "raw", "source": ["topic": "plant/+/t"], "key": ["$topic[1]"], "time": ["path": "$.ts"],
            "model": "press", "fields": ["$.a", "$.b"], "publish": ["predictions": "always"] as [String: any Sendable],
        ]
        let node = try await PressNode(bundles.folder(1), keys: ["bindings": [binding]])
        let predictions = try await node.broker.subscribe("marram/v1/n1/prediction/raw")
        let installed = try await node.models("install press \(bundles.folder(2)) --trial 1h --share 30 --no-wait")
        #expect(installed.code == 0, "\(installed)")
        /// Sends readings that fill two windows of each of 60 keys.
        func send(from second: Int) async throws {
            let seen = predictions.lines.count
            for key in 0..<60 {
                let readings = (second..<second + 6).map {
                    #"{"ts":\#(1_000_000_000_000 + $0 * 1000),"a":0.\#($0 % 9),"b":0.5}"#
                }
                try await node.broker.publish(
                    "[\(readings.joined(separator: ","))]",
                    to: "plant/k\(key)/t",
                    ["-q", "1"]
                )
            }
            try await predictions.waitForOutput("two predictions a key") {
                $0.split(separator: "\n").count >= seen + 120
            }
        }
        try await send(from: 0)
        let before = versions(predictions)
        #expect(before.count == 60 && before.values.allSatisfy { $0.count == 1 }, "\(before)")
        let candidates = before.values.count { $0 == ["2"] }
        #expect((6...32).contains(candidates), "\(candidates) of 60 keys")
        try await node.restart()
        try await node.process.process.waitForErrors("the trial") { $0.contains("candidate on trial") }
        try await send(from: 100)
        #expect(versions(predictions) == before)
        try await node.stop()
    }

    @Test("two processes of a node take the same update, each for itself")
    func instances() async throws {
        let node = try await PressNode(bundles.folder(1), keys: ["instance": "a"], isInstance: true)
        let folder = try TemporaryFolder()
        let other = try node.twin(["instance": "b"], folder: folder)
        try await node.status.waitForOutput("the twin") { $0.contains("status/b online") }
        try await node.set("j1", "file://\(bundles.folder(2))/manifest.json")
        try await node.jobs.waitForOutput("both") {
            let done = $0.split(separator: "\n").filter { $0.contains("\"job\":\"j1\"") && $0.contains("SUCCEEDED") }
            return done.contains { $0.contains("/job/j1/a ") } && done.contains { $0.contains("/job/j1/b ") }
        }
        let states = try await node.broker.subscribe("marram/v1/n1/model/press/state/+")
        let back = try await node.models("rollback press")
        #expect(back.code == 0, "\(back)")
        try await states.waitForOutput("both are back") {
            let back = $0.split(separator: "\n").filter { $0.contains("\"rejected\":[{") }
            return ["a", "b"].allSatisfy { name in back.contains { $0.contains("/state/\(name) ") } }
        }
        #expect(try await node.serves("1"))
        #expect(try await other.stop().code == 0)
        try await node.stop()
    }
}
