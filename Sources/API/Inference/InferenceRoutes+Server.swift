import HTTPTypes
import Hummingbird
import OpenInference

/// Whether the server lives, and what it is.
extension InferenceRoutes {
    /// What it can do beyond the protocol's core.
    static let extensions = [
        "binary_tensor_data", "classification", "model_configuration", "model_repository",
        "model_repository(unload_dependents)", "parameters", "statistics",
    ]

    func addServer(to router: Router<APIContext>) {
        router.get("v2") { _, context in
            try context.require(.reader)
            return try Response(
                json: ServerMetadata(name: "marram", version: version, extensions: Self.extensions)
            )
        }
        router.get("v2/health/live") { _, _ in try Response(json: ["live": true]) }
        router.get("v2/health/ready") { _, _ in
            let waiting = try await refusing { () async throws(InferError) in try await models.models() }
                .filter { $0.state != .ready && $0.reason != ServedModel.unloaded }
            guard waiting.isEmpty else {
                // Whoever asks need not be known: the names of models are none of his business.
                throw Refusal(.serviceUnavailable, "\(waiting.count) models are not ready", headers: Refusal.retrySoon)
            }
            return try Response(json: ["ready": true])
        }
    }

    /// Does something with the models; what stands in the way becomes a refusal.
    func refusing<Value>(_ body: () async throws(InferError) -> Value) async throws(Refusal) -> Value {
        do throws(InferError) {
            return try await body()
        } catch {
            throw Refusal(error)
        }
    }
}

/// `GET /v2`.
struct ServerMetadata: Encodable {
    let name: String
    let version: String
    let extensions: [String]
}
