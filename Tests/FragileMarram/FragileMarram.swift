import Edge
import Foundation
import Inference
import Logging
import Models
import Tensors

/// Marram with models that end the process when a request holds the number 666: it shows the poison rule.
///
/// `MARRAM_FAULT=C10:2` ends it when an update passes the point C10 for the second time.
@main
enum FragileMarram {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let sources = ConfigurationSources(configuration: CommandLine.arguments[1], environment: environment)
        let settings = try Settings.load(from: sources).settings
        let logger = Logger(label: "fragile") { StreamLogHandler.standardError(label: $0) }
        let prober = ChildProber(
            executable: URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/marram",
            limits: ProbeLimits(settings.inference),
            environment: environment,
            library: settings.inference.library
        )
        let component = EdgeComponent(
            settings: settings,
            prober: prober,
            environment: environment,
            faults: environment["MARRAM_FAULT"].map(FaultPoints.ending) ?? .none,
            logger: logger
        ) {
            let runtime = try OnnxRuntime.load(
                library: settings.inference.library,
                environment: environment,
                programDirectory: nil
            )
            return FragileLoader(loader: OnnxLoader(runtime: runtime, settings: settings.inference))
        }
        try await component.run()
    }
}

extension FaultPoints {
    /// Ends the process, as a power cut would, at a point such as `C10`, or at its n-th passage: `C10:2`.
    fileprivate static func ending(at text: String) -> FaultPoints {
        let parts = text.split(separator: ":")
        let point = parts.first.map(String.init) ?? ""
        let passage = parts.dropFirst().first.flatMap { Int($0) } ?? 1
        let passed = PassageCount()
        return FaultPoints { name in
            guard name == point, passed.next() == passage else { return }
            _exit(137)
        }
    }
}

/// Counts, from any thread.
///
/// `@unchecked Sendable`: `count` is only touched while `lock` is held.
private final class PassageCount: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    func next() -> Int {
        lock.lock()
        defer { lock.unlock() }
        count += 1
        return count
    }
}

private struct FragileLoader: ModelLoading {
    let loader: OnnxLoader
    var runtimeVersion: String { loader.runtimeVersion }

    func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession {
        FragileSession(try loader.load(model))
    }

    func load(_ model: Settings.ModelReference, threads: Int) throws(InferenceError) -> any InferenceSession {
        FragileSession(try loader.load(model, threads: threads))
    }

    func fingerprint(of model: Settings.ModelReference) -> ModelFingerprint? { loader.fingerprint(of: model) }
}

private final class FragileSession: InferenceSession {
    private let session: any InferenceSession

    init(_ session: any InferenceSession) { self.session = session }

    var model: ModelDescription { session.model }

    func run(_ inputs: [Tensor], outputs: [String], into results: inout [Tensor]) throws(InferenceError) {
        for input in inputs where input.values(as: Float.self)?.contains(666) == true {
            exit(66)
        }
        try session.run(inputs, outputs: outputs, into: &results)
    }
}
