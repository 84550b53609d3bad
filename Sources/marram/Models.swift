import ArgumentParser
import Edge
import Inference
import Tensors

/// `marram models`: shows what models take and give; its subcommands look after what a node serves.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Show the configured models; install others, confirm them, take them back.",
        discussion: """
            Without a subcommand: inputs, outputs and metadata of the configured models. One that cannot be loaded is \
            shown with the reason; the exit code is then 1.
            The subcommands are about updates: 'list' and 'history' read what this device keeps in its data folder; \
            'install', 'rollback' and 'confirm' talk to a running node through the broker, from anywhere.
            """,
        subcommands: [
            ModelsList.self, ModelsInstall.self, ModelsRollback.self, ModelsConfirm.self, ModelsHistory.self,
        ]
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("Show this ONNX file or folder instead of the configured models.", valueName: "path")
    )
    var path: String?

    func run() throws {
        guard try Complaint.telling(showAll) else { throw ExitCode.failure }
    }

    /// True when every model could be loaded.
    private func showAll() throws -> Bool {
        if let path { return show(name: path, path: path, runtime: try Runtime.load(nil)) }
        let settings = try options.load().settings
        guard !settings.models.isEmpty else {
            print("no models are configured; name some under 'models', or a file with --model")
            return true
        }
        let runtime = try Runtime.load(settings)
        return settings.models.map { show(name: "\($0.name)", path: $0.path, runtime: runtime) }.allSatisfy { $0 }
    }

    private func show(name: String, path: String, runtime: OnnxRuntime) -> Bool {
        do throws(InferenceError) {
            let model = try OnnxSession(runtime: runtime, path: path, options: SessionOptions()).model
            print(name)
            row("file", path)
            row("version", model.servedVersion)
            for input in model.inputs { row("input", line(input)) }
            for output in model.outputs { row("output", line(output)) }
            for (key, value) in [("producer", model.producer), ("graph", model.graph), ("domain", model.domain)]
            where !value.isEmpty { row(key, value) }
            if !model.summary.isEmpty { row("summary", model.summary) }
            for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) { row("metadata", "\(key) = \(value)") }
            return true
        } catch {
            print(name)
            row("refused", "\(error)")
            return false
        }
    }

    private func row(_ key: String, _ value: String) {
        print("  " + key + String(repeating: " ", count: max(1, 10 - key.count)) + value)
    }

    private func line(_ signature: TensorSignature) -> String {
        let shape = signature.wireShape.map { $0 < 0 ? "any" : String($0) }.joined(separator: ", ")
        return "\(signature.name) \(signature.datatype.rawValue) [\(shape)]"
    }
}
