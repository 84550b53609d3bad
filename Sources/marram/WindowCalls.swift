import Anomaly
import Edge
import OpenInference
import Tensors

/// Windows of a series as requests to a model that serves.
struct WindowCalls: Sendable {
    let name: String
    let version: String
    let baseline: Baseline
    private let serving: any ModelServing
    private let input: String
    private let isFlat: Bool

    /// Looks whether the model takes such windows.
    ///
    /// - Throws: `notReady` while the version that the baseline belongs to does not serve, `badInput` for another form.
    init(_ found: ServedBaseline, _ serving: any ModelServing) async throws(InferError) {
        let model = try await serving.model(found.model)
        let served =
            found.version.map { wanted in model.versions.first { $0.version == wanted } } ?? model.versions.first
        guard let served else {
            throw InferError(
                .notReady,
                "model '\(found.model)' does not serve: \(model.reason ?? "it is being replaced")"
            )
        }
        let (size, fields) = (found.baseline.window.size, found.baseline.fields.count)
        guard let input = served.inputs.first, served.inputs.count == 1, input.datatype == .fp32,
            let windows = Shape([1, size, fields]), let flat = Shape([1, size * fields]),
            input.accepts(windows) || input.accepts(flat)
        else {
            throw InferError(
                .badInput,
                "model '\(found.model)' does not take windows of \(size) rows of \(fields) numbers"
            )
        }
        name = found.model
        version = served.version
        baseline = found.baseline
        self.serving = serving
        self.input = input.name
        isFlat = !input.accepts(windows)
    }

    /// The scores of windows, in order.
    ///
    /// - Throws: `InferError`, as the model answers.
    func scores(of windows: [Float], count: Int) async throws -> [Float] {
        let (size, fields) = (baseline.window.size, baseline.fields.count)
        let dimensions = isFlat ? [count, size * fields] : [count, size, fields]
        guard let shape = Shape(dimensions), let tensor = Tensor(name: input, shape: shape, windows) else {
            throw InferError(.internal, "\(windows.count) numbers are not \(count) windows")
        }
        let request = InferRequest(inputs: [tensor], outputs: [RequestedOutput(baseline.score.output)])
        let answer = try await serving.infer(InferCall(model: name, version: version, request: request))
        guard let scores = answer.ownOutputs.first?.values(as: Float.self), scores.count == count else {
            throw InferError(.internal, "'\(baseline.score.output)' of model '\(name)' is not one FP32 for each window")
        }
        return scores
    }
}
