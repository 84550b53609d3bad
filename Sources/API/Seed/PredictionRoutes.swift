import HTTPTypes
public import Hummingbird
public import OpenInference
import Tensors

/// Routes of the CLARUS inference service: whether it lives, and one row through a model.
public struct PredictionRoutes: RouteGroup {
    private let models: any ModelServing

    /// Makes them of what answers requests.
    public init(models: any ModelServing) { self.models = models }

    /// Adds them to those that are served.
    public func add(to router: Router<APIContext>) {
        router.get("/ping") { _, _ in try Response(json: "pong") }
        router.get("/predict_3") { request, context in
            try context.require(.reader)
            return try await predict(FormQuery(request.uri.query))
        }
    }

    private func predict(_ query: FormQuery) async throws -> Response {
        guard let name = try query.text("modelId"), !name.isEmpty else {
            throw Refusal(.badRequest, "the URL's parameter 'modelId' is missing; expected a model's name")
        }
        guard let literal = try query.bytes("datos") else {
            throw Refusal(.badRequest, "the URL's parameter 'datos' is missing; expected a dict of numbers: {'a': 5.1}")
        }
        let numbers: [LiteralNumber]
        do throws(LiteralError) {
            numbers = try LiteralReader.numbers(in: literal)
        } catch {
            throw Refusal(.badRequest, "datos cannot be read: \(error)")
        }
        do {
            return try Response(json: try await answer(numbers, name))
        } catch let error as InferError {
            throw Refusal(error)
        }
    }

    /// Runs one row.
    private func answer(_ numbers: [LiteralNumber], _ name: String) async throws -> SeedValue {
        let model = try await models.model(name)
        guard let served = model.versions.first else {
            throw InferError(.notReady, "model '\(model.name)' does not serve: \(model.reason ?? "it is not loaded")")
        }
        guard let input = served.inputs.first, served.inputs.count == 1 else {
            throw Refusal(
                .badRequest,
                "model '\(model.name)' has \(served.inputs.count) inputs, and /predict_3 fills one; "
                    + "use POST /v2/models/\(model.name)/infer"
            )
        }
        let row = try SeedRow(numbers, for: input)
        let call = InferCall(model: name, version: nil, request: InferRequest(inputs: [row.tensor]))
        let outputs = try await models.infer(call).ownOutputs
        let first = served.outputs.first.flatMap { wanted in outputs.first { $0.name == wanted.name } } ?? outputs.first
        guard let first else {
            throw InferError(.internal, "model '\(model.name)' has no output")
        }
        return SeedValue(row: first)
    }
}
