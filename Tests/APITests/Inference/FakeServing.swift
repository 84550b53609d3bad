import MQTT
import OpenInference
import Tensors

/// Models of the test's own: `m` doubles two numbers a row, `out` is out of service, and errors come by name.
final class FakeServing: ModelServing {
    /// What was asked, and what was changed.
    struct Record: Sendable {
        var calls: [InferCall] = []
        var clients: [String] = []
        var loaded: [String] = []
        var unloaded: [String] = []
    }

    let record = Guarded(Record())

    static let version = ServedVersion(
        version: "3",
        bundle: "ab12",
        inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 2])],
        outputs: [TensorSignature(name: "y", datatype: .fp32, dimensions: [nil, 2])],
        classes: ClassNames(["labels": "cat,dog"]),
        metadata: ["producer": "test"],
        batchLimit: 16,
        threads: 2,
        statistics: {
            var statistics = ServingStatistics()
            statistics.ran(requests: 2, rows: 5, took: .microseconds(7), at: 1_700_000_000_000)
            statistics.success.add(.milliseconds(3), count: 2)
            return statistics
        }()
    )

    private let all = [
        ServedModel(name: "m", state: .ready, versions: [version]),
        ServedModel(name: "out", state: .unavailable, reason: "unloaded"),
    ]

    func models() async throws(InferError) -> [ServedModel] { all }

    func model(_ name: String) async throws(InferError) -> ServedModel {
        guard let model = all.first(where: { $0.name == name }) else {
            throw InferError(.unknownModel, "there is no model '\(name)'")
        }
        return model
    }

    func infer(_ call: consuming InferCall) async throws(InferError) -> InferAnswer {
        let call = call
        record.withLock { record in
            record.calls.append(call)
            record.clients.append(call.client())
        }
        if let code = ErrorCode(rawValue: call.model) { throw InferError(code, "secret of \(code.rawValue)") }
        guard call.model == "m" else { throw InferError(.unknownModel, "there is no such model") }
        guard call.version == nil || call.version == "3" else { throw InferError(.unknownVersion, "there is 3") }
        try SignatureCheck.check(call.request, inputs: Self.version.inputs, outputs: Self.version.outputs)
        let numbers = (call.request.inputs[0].values(as: Float.self) ?? []).map { $0 * 2 }
        // As a batch has it: a stranger's row before the request's own.
        let rows = numbers.count / 2
        guard let shape = Shape([rows + 1, 2]), let output = Tensor(name: "y", shape: shape, [-1, -1] + numbers) else {
            throw InferError(.internal, "no tensor")
        }
        return InferAnswer(
            response: InferResponse(
                model: AnsweringModel(name: "m", version: "3"),
                id: call.request.id,
                outputs: [output],
                rows: 1..<rows + 1
            ),
            version: "3",
            classes: Self.version.classes
        )
    }

    func load(_ name: String) async throws(RepositoryError) {
        try check(name)
        record.withLock { $0.loaded.append(name) }
    }

    func unload(_ name: String) async throws(RepositoryError) {
        try check(name)
        record.withLock { $0.unloaded.append(name) }
    }

    private func check(_ name: String) throws(RepositoryError) {
        switch name {
        case "m", "out": break
        case "busy": throw RepositoryError(.conflict, "an update is under way")
        case "late": throw RepositoryError(.notReady, "the node stops")
        default: throw RepositoryError(.unknownModel, "there is no model '\(name)'")
        }
    }
}
