import Foundation
import Models
import Support
import Testing

/// A node with a broker and a data folder of its own that has the first version, dies where a test wants it, and is
/// started again.
final class CrashingNode {
    /// The exit code of a process that ended at a fault point.
    static let cut: Int32 = 137

    let versions: SampleVersions
    let broker: Broker
    let folder: TemporaryFolder
    /// All that the node says but not what it is asked, since before its first start.
    let words: Running
    private let configuration: [String: any Sendable]
    private var process: MarramProcess?
    /// How much had been said when the process was started.
    private var saidBefore = 0

    /// Makes one that is not started, with keys of `updates` and the model where the configuration has it (nil: where the
    /// first version is); `prepare` is done to its folder before the device's data goes there, if it is to have any.
    init(
        _ updates: [String: any Sendable] = [:],
        model: String? = nil,
        isEmpty: Bool = false,
        broker options: [String] = [],
        prepare: (TemporaryFolder) async throws -> Void = { _ in }
    ) async throws {
        versions = try await SampleVersions.prepared.value
        configuration = versions.configuration(model: model ?? versions.path(of: 1), updates)
        broker = try await Broker(options)
        folder = try TemporaryFolder()
        words = try await broker.subscribe("marram/v1/n1/#", ["-T", "marram/v1/n1/infer/#"])
        try await prepare(folder)
        if isEmpty { return }
        let copy = ["cp", "-a", versions.folder.path + "/data", folder.path]
        guard try await Command(copy).run().code == 0 else { throw SupportError("no copy of the device's data") }
    }

    // MARK: the process

    /// Starts it; it dies where `fault` says.
    func start(fault: String? = nil) throws {
        saidBefore = words.output.utf8.count
        process = try MarramProcess(
            configuration,
            port: broker.port,
            folder: folder,
            program: "fragile-marram",
            environment: ["MARRAM_FAULT": fault ?? "none"]
        )
    }

    /// Waits until it has told this status since its start.
    func waitForStatus(_ status: String = "online") async throws {
        let before = saidBefore
        let line = "marram/v1/n1/status \(status)\n"
        do {
            try await words.waitForOutput(limit: .seconds(180), status) { output in
                String(decoding: output.utf8.dropFirst(before), as: UTF8.self).contains(line)
            }
        } catch {
            throw SupportError("\(error); the node: \(process?.process.errors.suffix(3000) ?? "")")
        }
    }

    /// Waits until it has died at its fault point.
    func waitForCut(_ location: Testing.SourceLocation = #_sourceLocation) async throws {
        let end = try await process?.process.finish()
        #expect(end?.code == Self.cut, "\(end?.errors.prefix(3000) ?? "")", sourceLocation: location)
    }

    /// Ends it as a power cut would.
    func kill() async throws { try await process?.kill() }

    /// Ends it in order.
    func stop() async throws {
        let end = try await process?.stop()
        #expect(end?.code == 0, "\(end?.errors.suffix(3000) ?? "")")
    }

    /// What it has logged since its start.
    var log: String { process?.process.errors ?? "" }

    // MARK: commands

    /// Asks for a version.
    func install(
        _ version: Int,
        job: String,
        strategy: String = #""trial_s":0.3"#,
        from path: String? = nil,
        isForced: Bool = false
    ) async throws {
        let url = "file://\(path ?? versions.path(of: version))/manifest.json"
        let force = isForced ? #","force":true"# : ""
        let command =
            #"{"v":1,"job":"\#(job)","action":"install","model":"press","manifest":{"url":"\#(url)"},"#
            + #""strategy":{\#(strategy)}\#(force)}"#
        try await broker.publish(command, to: "marram/v1/n1/model/press/set", ["-q", "1"])
    }

    /// Asks the model; returns the version that says to have answered, and the numbers.
    func ask() async throws -> Answer {
        let request = #"{"id":"1","inputs":[{"name":"X","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}"#
        let text = try await broker.request(request, to: "marram/v1/n1/infer/press", reply: "clients/test/reply")
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
            throw SupportError("no answer: \(text)")
        }
        return answer
    }

    /// What a model answers.
    struct Answer: Decodable {
        struct Output: Decodable { let data: [Double] }
        let modelVersion: String
        let outputs: [Output]

        private enum CodingKeys: String, CodingKey {
            case modelVersion = "model_version"
            case outputs
        }

        /// The version that has these numbers; nil: none has.
        var version: Int? {
            SampleVersions.numbers.first { number in
                outputs.first?.data == [1, 2, 3, 4].map { $0 + Double(number) } && modelVersion == "\(number)"
            }
        }
    }

    // MARK: what it says

    /// Waits for a job's last word.
    @discardableResult
    func waitForEnd(of job: String) async throws -> Progress {
        do {
            try await words.waitForOutput(limit: .seconds(180), "the end of \(job)") {
                Said($0).progress(of: job).contains(where: \.isFinal)
            }
        } catch {
            throw SupportError("\(error); the node: \(log.suffix(3000))")
        }
        let last = Said(words.output).progress(of: job).last { $0.isFinal }
        return try #require(last)
    }

    /// Waits until the last state that was told satisfies a condition.
    @discardableResult
    func waitForState(_ what: String, _ isDone: @escaping @Sendable (State) -> Bool) async throws -> State {
        try await words.waitForOutput(limit: .seconds(180), what) { Said($0).state.map(isDone) ?? false }
        return try #require(Said(words.output).state)
    }
}
