import Inference
import Models
import Recipes

/// Makes of a bundle in the store what the loop can serve.
struct ModelStager: Sendable {
    let settings: Settings
    let store: ModelStore
    let loader: any ModelLoading
    let memory: ProfileMemory

    /// Reads a bundle back from the disk, loads its model, warms it up and fits the model's bindings to it.
    ///
    /// Nothing is opened that was not verified just before.
    ///
    /// - Throws: what is wrong on the disk, and `probe_failed` for a model that does not load or, where it is a candidate,
    ///   does not go together with a binding.
    func stage(_ bundle: BundleID, of model: Name, isCandidate: Bool) throws(UpdateError) -> StagedModel {
        let verified = try store.verify(bundle, model: model.description, trust: nil)
        let loaded = try load(verified, of: model)
        var bindings: [LoadedBinding] = []
        for binding in settings.bindings where binding.model == model {
            let fitted = LoadedBinding.load(binding, models: [loaded])
            if isCandidate, let reason = fitted.reason {
                throw UpdateError(
                    .probeFailed,
                    "binding '\(binding.name)' does not go together with version \(loaded.version): \(reason)"
                )
            }
            bindings.append(fitted)
        }
        return StagedModel(id: bundle, model: loaded, bindings: bindings)
    }

    /// Loads a verified bundle; its version is the manifest's.
    private func load(_ bundle: VerifiedBundle, of model: Name) throws(UpdateError) -> LoadedModel {
        let origin = settings.models.first { $0.name == model }?.origin
        let reference = Settings.ModelReference(
            name: model,
            path: bundle.folder,
            origin: origin ?? .source("updates")
        )
        let loaded = LoadedModel.load(reference, with: loader, warmUp: WarmUp(settings.inference), memory: memory)
        if case .refused(let reason) = loaded.condition { throw UpdateError(.probeFailed, reason) }
        return LoadedModel(
            reference: reference,
            version: bundle.manifest.version,
            condition: loaded.condition,
            fingerprint: loaded.fingerprint
        )
    }
}
