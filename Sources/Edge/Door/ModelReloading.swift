import Cryptography
import Models
import OpenInference
import Transfer

/// How a model is brought back that was taken out of service; it takes its time, and blocks meanwhile.
struct ModelReloading: Sendable {
    /// Verifies a model's bundle, tries it out and loads it; the bundle is nil where none is known to serve.
    let reload: @Sendable (Settings.ModelReference, BundleID?, Cancellation) throws(RepositoryError) -> StagedModel
}

extension ModelReloading {
    /// From the store, in the steps of an update: verified, probed by a child process, verified again and loaded.
    static func stored(_ work: any UpdateWork) -> ModelReloading {
        ModelReloading { (model, bundle, cancellation) throws(RepositoryError) in
            guard let bundle else {
                throw RepositoryError(
                    .conflict,
                    "there is no bundle of model '\(model.name)' on this device; publish an update of it, "
                        + "or put one at \(model.path) and start the node again"
                )
            }
            do throws(UpdateError) {
                guard let target = try work.contents(of: model.name).first(where: { $0.bundle == bundle }) else {
                    throw UpdateError(
                        .internal,
                        "bundle \(bundle.short) is not in the store any more; install it again"
                    )
                }
                _ = try work.probe(target, of: model.name, cancellation: cancellation)
                return try work.load(bundle, of: model.name, isCandidate: false)
            } catch {
                throw RepositoryError(.conflict, "model '\(model.name)' cannot be loaded: \(error.message)")
            }
        }
    }

    /// From the path that is configured, as at the start of a node without updates.
    static func configured(_ settings: Settings, _ loader: any ModelLoading, _ memory: ProfileMemory?) -> ModelReloading
    {
        ModelReloading { (model, _, _) throws(RepositoryError) in
            let loaded = LoadedModel.load(model, with: loader, warmUp: WarmUp(settings.inference), memory: memory)
            if case .refused(let reason) = loaded.condition {
                throw RepositoryError(.conflict, "model '\(model.name)' cannot be loaded: \(reason)")
            }
            let bindings = settings.bindings.filter { $0.model == model.name }
            return StagedModel(
                id: id(of: loaded),
                model: loaded,
                bindings: bindings.map { LoadedBinding.load($0, models: [loaded]) }
            )
        }
    }

    /// What tells the file from others; without one the path does.
    private static func id(of model: LoadedModel) -> BundleID {
        if let digest = model.fingerprint.flatMap({ SHA256Digest(bytes: $0.digest) }) { return BundleID(digest) }
        var hasher = SHA256Hasher()
        hasher.update(Array(model.reference.path.utf8))
        return BundleID(hasher.finish())
    }
}
