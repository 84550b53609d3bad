import Cryptography
import Inference
import Models
import Recipes
import Tensors

@testable import Edge

/// Models of the tests as the updater hands them over.
enum Staged {
    /// Costs of a model that runs on the loop's thread.
    static let quick = ModelProfile(fixedCost: .zero, rowCost: .zero, batchLimit: 1, isPredictable: true)
    /// Costs of a model that gets a thread of its own.
    static let slow = ModelProfile.unknown(threads: 1)

    /// The bundle of a version.
    static func bundle(_ version: String) -> BundleID {
        var hasher = SHA256Hasher()
        hasher.update(Array(version.utf8))
        return BundleID(hasher.finish())
    }

    static func name(_ text: String) -> Name {
        guard let name = Name(text) else { preconditionFailure("'\(text)' is no name") }
        return name
    }

    static func reference(_ model: String, path: String = "/store") -> Settings.ModelReference {
        Settings.ModelReference(name: name(model), path: path, origin: .source("test"))
    }

    /// A version of a model that goes to no binding.
    static func model(
        _ model: String,
        _ version: String,
        _ session: any InferenceSession,
        profile: ModelProfile = quick
    ) -> StagedModel {
        let loaded = LoadedModel(
            reference: reference(model),
            version: version,
            condition: .serving(session, profile),
            fingerprint: nil
        )
        return StagedModel(id: bundle(version), model: loaded, bindings: [])
    }

    /// A version of a model whose answers are the inputs times the version.
    static func factor(_ version: Int, of model: String = "m", profile: ModelProfile = quick) -> StagedModel {
        Self.model(model, "\(version)", multiplying(by: Float(version)), profile: profile)
    }

    /// y = factor × x, row by row.
    static func multiplying(by factor: Float) -> FakeSession {
        FakeSession { inputs throws(InferenceError) in
            [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]).map { $0 * factor })]
        }
    }

    /// A model that fails every run.
    static func failing() -> FakeSession {
        FakeSession { _ throws(InferenceError) in throw InferenceError(.runFailed, "it always fails") }
    }
}
