import OpenInference
import Support
import Tensors

/// Models that answer as a test says, and keep what they were asked.
final class StandInModels: ModelServing {
    /// What one of them takes and says.
    struct Model: Sendable {
        var inputs: [TensorSignature]
        var outputs: [TensorSignature] = [TensorSignature(name: "y", datatype: .fp32, dimensions: [nil, 3])]
        var answer: [Tensor] = []
        /// The rows of the answer that are the asker's; nil: all.
        var rows: Range<Int>?
        var error: InferError?
        var reason: String?
    }

    private let named: [String: Model]
    private let asked = Watched<[InferCall]>([])

    init(_ named: [String: Model]) { self.named = named }

    var calls: [InferCall] { asked.value }

    func models() async throws(InferError) -> [ServedModel] {
        var all: [ServedModel] = []
        for name in named.keys.sorted() { all.append(try await model(name)) }
        return all
    }

    func model(_ name: String) async throws(InferError) -> ServedModel {
        guard let model = named[name] else { throw InferError(.unknownModel, "there is no model '\(name)'") }
        guard model.reason == nil else {
            return ServedModel(name: name, state: .unavailable, reason: model.reason, versions: [])
        }
        let version = ServedVersion(version: "7", inputs: model.inputs, outputs: model.outputs)
        return ServedModel(name: name, state: .ready, reason: nil, versions: [version])
    }

    func infer(_ call: consuming InferCall) async throws(InferError) -> InferAnswer {
        let call = call
        asked.change { $0.append(call) }
        guard let model = named[call.model] else { throw InferError(.unknownModel, "there is none") }
        if let error = model.error { throw error }
        let response = InferResponse(
            model: AnsweringModel(name: call.model, version: "7"),
            outputs: model.answer,
            rows: model.rows
        )
        return InferAnswer(response: response, version: "7")
    }

    func load(_ name: String) async throws(RepositoryError) {}

    func unload(_ name: String) async throws(RepositoryError) {}
}
