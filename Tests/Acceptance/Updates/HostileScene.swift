import Cryptography
import Foundation
import Models
import Support

/// A node that serves the model `iris`, and takes updates of it that mean no good.
final class HostileScene: Sendable {
    static let node = "marram/v1/n1"

    let broker: Broker
    let folder: TemporaryFolder
    let marram: MarramProcess
    let key: SigningKey
    /// All that the node says about its models and commands.
    let heard: Running
    /// Bundle id of what serves at the beginning.
    let original: String

    /// Starts the node, and returns once it serves.
    init(
        key: SigningKey,
        updates: [String: any Sendable] = [:],
        more: [String: any Sendable] = [:],
        environment: [String: String] = [:],
        prepare: (TemporaryFolder) throws -> Void = { _ in }
    ) async throws {
        self.key = key
        broker = try await Broker()
        folder = try TemporaryFolder()
        try Self.trust(["lab": key], in: folder)
        try prepare(folder)
        heard = try await broker.subscribe("\(Self.node)/#")
        var settings: [String: any Sendable] = ["trust": folder.path + "/trust.json", "trial": "0s", "proxy": "none"]
        settings.merge(updates) { $1 }
        let iris = Project.root.appendingPathComponent("models/iris").path
        let configuration: [String: any Sendable] = [
            "node": "n1", "models": [["name": "iris", "path": iris]], "updates": settings, "health_interval": "1s",
        ]
        marram = try MarramProcess(configuration.merging(more) { $1 }, port: broker.port, folder: folder)
        try await heard.waitForOutput("the model to serve") { output in
            output.contains("/status online") && Self.states(output).last?["active"] is [String: Any]
        }
        original = Self.active(heard.output) ?? ""
    }

    /// Writes the trust file as an operator replaces it: whole, under its name.
    static func trust(_ keys: [String: SigningKey], in folder: TemporaryFolder) throws {
        var file = TrustFile.empty
        for (name, key) in keys { try file.add(TrustFile.Key(id: name, key: key.verifyingKey)) }
        try Data(file.json()).write(to: folder.url.appending(path: "trust.json"), options: .atomic)
    }

    // MARK: commands

    /// Sends an update command; more members are JSON that begins with a comma.
    func command(_ url: String, job: String, members: String = "") async throws {
        let text = #"{"v":1,"job":"\#(job)","action":"install","manifest":{"url":"\#(url)"}\#(members)}"#
        try await send(text)
    }

    /// Publishes any payload where update commands are read.
    func send(_ payload: String, model: String = "iris") async throws {
        try await broker.publish(payload, to: "\(Self.node)/model/\(model)/set", ["-q", "1"])
    }

    /// Asks for an update and returns its last word.
    func install(_ url: String, job: String, members: String = "") async throws -> Ending {
        try await command(url, job: job, members: members)
        return try await ending(of: job)
    }

    /// The last word of a job, once it is said.
    func ending(of job: String) async throws -> Ending {
        try await heard.waitForOutput("the end of job \(job)") { Self.ending(of: job, $0) != nil }
        guard let ending = Self.ending(of: job, heard.output) else { throw SupportError("job \(job) has no end") }
        return ending
    }

    /// How a job ended.
    struct Ending: CustomStringConvertible {
        let status: String
        let code: String
        let reason: String

        var description: String { "\(status) \(code): \(reason)" }
    }

    private static func ending(of job: String, _ output: String) -> Ending? {
        for line in output.split(separator: "\n") where line.contains("/job/\(job) ") {
            guard let object = object(line), let status = object["status"] as? String,
                ["SUCCEEDED", "FAILED", "REJECTED", "CANCELED"].contains(status)
            else { continue }
            return Ending(
                status: status,
                code: object["code"] as? String ?? "",
                reason: object["reason"] as? String ?? ""
            )
        }
        return nil
    }

    // MARK: what is to be seen

    private static func object(_ line: Substring) -> [String: Any]? {
        guard let brace = line.firstIndex(of: "{") else { return nil }
        return try? JSONSerialization.jsonObject(with: Data(line[brace...].utf8)) as? [String: Any]
    }

    static func states(_ output: String) -> [[String: Any]] {
        output.split(separator: "\n").filter { $0.hasPrefix("\(node)/model/iris/state ") }.compactMap(object)
    }

    static func active(_ output: String) -> String? {
        (states(output).last?["active"] as? [String: Any])?["bundle"] as? String
    }

    /// What serves, as the node says.
    var active: String? { Self.active(heard.output) }

    /// The answer to a request of the model.
    func answer() async throws -> String {
        try await broker.request(
            #"{"inputs":[{"name":"X","shape":[1,4],"datatype":"FP32","data":[5.1,3.5,1.4,0.2]}]}"#,
            to: "\(Self.node)/infer/iris"
        )
    }

    /// True when the model still answers what it should.
    func serves() async throws -> Bool { try await answer().contains(#""data":[0]"#) }

    /// What is in a folder of the model, such as `store`.
    func contents(_ name: String) -> [String] {
        let path = "\(folder.path)/data/models/iris/\(name)"
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Waits until nothing is left of updates that failed; returns what is there in the end.
    func remains(bundles: Int = 1, limit: Duration = .seconds(20)) async throws -> [String] {
        let end = ContinuousClock.now + limit
        while true {
            let staging = contents("staging")
            let store = contents("store").filter { !$0.hasPrefix(".") || $0.hasPrefix(".trash") }
            if staging.isEmpty, store.count == bundles { return [] }
            // The node does not say when it has cleared up.
            if ContinuousClock.now > end { return staging.map { "staging/" + $0 } + store.map { "store/" + $0 } }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Ends the node in order.
    func stop() async throws -> Command.Result { try await marram.stop() }
}
