import MQTT
import Models
import Transfer

/// Bundles that the configuration names.
extension BundleWork {
    func identify(_ path: String, of model: Name) throws(UpdateError) -> BundleID {
        let configured = try ConfiguredModel(path: path)
        if let known = store.knownID(of: configured, model: model.description) { return known }
        let job = UpdateJob(id: "configured", place: .configured(path))
        switch configured.kind {
        case .bundle(let location):
            let id = try fetch(order(location), job, model, Cancellation()).manifest().id
            try store.staging(model: model.description, job: job.id).remove()
            // Where a cut came between the store and the note, the note is made now.
            if store.has(id, model: model.description) {
                try store.remember(id, of: configured, model: model.description)
            }
            return id
        case .bare:
            let bundle = try take(configured, job, model)
            let staging = try store.staging(model: model.description, job: job.id)
            _ = try store.admit(staging, bundle.id, verified: bundle)
            try store.remember(bundle.id, of: configured, model: model.description)
            return bundle.id
        }
    }

    /// What the bundle at a path of the configuration says of itself.
    func configuredManifest(
        _ path: String,
        _ job: UpdateJob,
        _ model: Name,
        _ cancellation: Cancellation
    ) throws(UpdateError) -> OfferedManifest {
        let configured = try look(at: path, job, model)
        switch configured.kind {
        case .bundle(let location):
            let found = try fetch(order(location), job, model, cancellation).manifest()
            return OfferedManifest(id: found.id, manifest: found.manifest, isSigned: found.keyID != nil, source: nil)
        case .bare:
            if let known = store.knownID(of: configured, model: model.description),
                store.has(known, model: model.description)
            {
                let manifest = try store.manifest(known, model: model.description)
                return OfferedManifest(id: known, manifest: manifest, isSigned: false, source: nil)
            }
            let bundle = try take(configured, job, model)
            return OfferedManifest(id: bundle.id, manifest: bundle.manifest, isSigned: false, source: nil)
        }
    }

    /// Brings the files of a path of the configuration into the staging.
    func copy(
        _ path: String,
        _ job: UpdateJob,
        _ target: UpdateTarget,
        _ model: Name,
        _ cancellation: Cancellation
    ) throws(UpdateError) {
        let configured = try look(at: path, job, model)
        let found: BundleID
        switch configured.kind {
        case .bundle(let location):
            found = try fetch(order(location), job, model, cancellation).files(of: target.bundle).id
        case .bare:
            let staging = try store.staging(model: model.description, job: job.id)
            if let there = try? BundleFolder.verify(folder: staging.path, trust: nil), there.id == target.bundle {
                return
            }
            found = try take(configured, job, model).id
        }
        guard found == target.bundle else {
            throw UpdateError(.digestMismatch, "\(path) was changed while it was read; restart the program")
        }
    }

    /// Notes which bundle a path of the configuration became, so that it need not be read again.
    func remember(_ job: UpdateJob, _ target: UpdateTarget, _ model: Name) throws(UpdateError) {
        guard let configured = seen.withLock({ $0.removeValue(forKey: "\(model)/\(job.id)") }) else { return }
        try store.remember(target.bundle, of: configured, model: model.description)
    }

    private func look(at path: String, _ job: UpdateJob, _ model: Name) throws(UpdateError) -> ConfiguredModel {
        let configured = try ConfiguredModel(path: path)
        seen.withLock { $0["\(model)/\(job.id)"] = configured }
        return configured
    }

    /// Copies files without a manifest into the staging of a job.
    private func take(
        _ configured: ConfiguredModel,
        _ job: UpdateJob,
        _ model: Name
    ) throws(UpdateError) -> VerifiedBundle {
        try makeRoom(for: configured.byteCount)
        return try store.stage(configured, into: try store.staging(model: model.description, job: job.id))
    }

    func order(_ location: SourceLocation) throws(UpdateError) -> FetchOrder {
        FetchOrder(location: location, trust: try trust(), allowsUnsigned: settings.allowUnsigned, isConfigured: true)
    }
}
