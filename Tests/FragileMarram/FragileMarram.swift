import Edge
import Foundation
import Inference
import Logging
import Tensors

/// Marram with models that end the process when a request holds the number 666: it shows the poison rule.
@main
enum FragileMarram {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let sources = ConfigurationSources(configuration: CommandLine.arguments[1], environment: environment)
        let settings = try Settings.load(from: sources).settings
        let runtime = try OnnxRuntime.load(
            library: settings.inference.library,
            environment: environment,
            programDirectory: nil
        )
        let loader = FragileLoader(loader: OnnxLoader(runtime: runtime, settings: settings.inference))
        let logger = Logger(label: "fragile") { StreamLogHandler.standardError(label: $0) }
        try await EdgeComponent(settings: settings, loader: loader, logger: logger).run()
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
