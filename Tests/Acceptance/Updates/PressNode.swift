import Foundation
import Support

/// A node "n1" that serves the model "press", in a process of its own, and its operators.
///
/// The program's data outlives its restarts.
final class PressNode {
    /// What the node's operators hear.
    let jobs: Running
    let status: Running
    let broker: Broker
    /// Its data is in `data`.
    let folder: TemporaryFolder
    private let configuration: [String: any Sendable]
    private let environment: [String: String]
    private let command: MarramCommand
    private(set) var process: MarramProcess

    /// Starts one that serves the model of a path; `updates` are keys beside the trust file.
    init(
        _ path: String,
        updates: [String: any Sendable] = [:],
        keys: [String: any Sendable] = [:],
        environment: [String: String] = [:],
        isInstance: Bool = false
    ) async throws {
        let bundles = try await PressBundles.get()
        let all: [String: any Sendable] = ["trust": bundles.trust, "trial": "1s"]
        let base: [String: any Sendable] = [
            "node": "n1", "models": [["name": "press", "path": path]],
            "updates": all.merging(updates) { $1 } as [String: any Sendable],
        ]
        configuration = base.merging(keys) { $1 }
        self.environment = environment.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { old, _ in old }
        broker = try await Broker()
        folder = try TemporaryFolder()
        command = try MarramCommand()
        jobs = try await broker.subscribe("marram/v1/n1/model/press/job/#")
        status = try await broker.subscribe("marram/v1/n1/status" + (isInstance ? "/+" : ""))
        process = try MarramProcess(configuration, port: broker.port, folder: folder, environment: self.environment)
        try await waitUntilUp(1)
    }

    /// Ends it, in order or as a power cut would, and starts it again after `change`.
    func restart(killed: Bool = false, change: () throws -> Void = {}) async throws {
        if killed { try await process.kill() } else { try await stop() }
        try change()
        let ups = self.ups
        process = try MarramProcess(configuration, port: broker.port, folder: folder, environment: environment)
        try await waitUntilUp(ups + 1)
    }

    /// Starts another process of the node, with other keys and data.
    func twin(_ keys: [String: any Sendable], folder: TemporaryFolder) throws -> MarramProcess {
        try MarramProcess(
            configuration.merging(keys) { $1 },
            port: broker.port,
            folder: folder,
            environment: environment
        )
    }

    /// Ends it in order.
    func stop() async throws {
        guard try await process.stop().code == 0 else { throw SupportError("not ended in order") }
    }

    private var ups: Int { status.lines.count { $0.hasSuffix(" online") || $0.hasSuffix(" degraded") } }

    private func waitUntilUp(_ count: Int) async throws {
        try await status.waitForOutput("start \(count)") {
            $0.split(separator: "\n").count { $0.hasSuffix(" online") || $0.hasSuffix(" degraded") } >= count
        }
    }

    /// Asks for an update by a command as any operator would send it.
    func set(_ job: String, _ url: String, _ more: [String: any Sendable] = [:]) async throws {
        let document: [String: any Sendable] = [
            "v": 1, "job": job, "action": "install", "model": "press", "manifest": ["url": url],
        ]
        let json = try JSONSerialization.data(withJSONObject: document.merging(more) { $1 })
        try await broker.publish(
            String(decoding: json, as: UTF8.self),
            to: "marram/v1/n1/model/press/set",
            ["-q", "1"]
        )
    }

    /// Waits until a job is told of with a status, and maybe a phase; returns the last such message.
    @discardableResult
    func wait(_ job: String, _ status: String, phase: String? = nil) async throws -> String {
        let parts = ["\"job\":\"\(job)\"", "\"status\":\"\(status)\""] + (phase.map { ["\"phase\":\"\($0)\""] } ?? [])
        let isMeant: @Sendable (Substring) -> Bool = { line in parts.allSatisfy { line.contains($0) } }
        try await jobs.waitForOutput(limit: .seconds(180), "\(job) \(status)") {
            $0.split(separator: "\n").contains(where: isMeant)
        }
        return jobs.output.split(separator: "\n").last(where: isMeant).map(String.init) ?? ""
    }

    /// The version of the model that answers a request.
    func version() async throws -> String {
        let numbers = (1...10).map { "0.\($0 % 10)" }.joined(separator: ",")
        let answer = try await broker.request(
            #"{"inputs":[{"name":"x","shape":[1,5,2],"datatype":"FP32","data":[\#(numbers)]}]}"#,
            to: "marram/v1/n1/infer/press"
        )
        let found = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        guard let version = found?["model_version"] as? String else { throw SupportError("no version: \(answer)") }
        return version
    }

    /// Runs `marram models …` with the node's configuration, as one on the device would.
    func models(_ line: String, _ changes: [String: any Sendable] = [:]) async throws -> Command.Result {
        var settings = configuration.merging(changes) { $1 }
        settings["broker"] = (changes["broker"] as? [String: any Sendable] ?? [:]).merging(["port": broker.port]) { $1 }
        settings["data_dir"] = folder.path + "/data"
        let json = String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
        let words = line.split(separator: " ").map(String.init)
        return try await command.run(["models"] + words + ["--configuration", json])
    }
}
