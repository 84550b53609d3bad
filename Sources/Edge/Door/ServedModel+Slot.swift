import Inference
import OpenInference

extension ServedModel {
    /// Why a model does not serve that a person has taken out of service.
    static let unloaded = "unloaded"

    /// What is in a slot now; `bundle` says which bundle a model was loaded from.
    init(_ slot: ModelSlot, isLoading: Bool, bundle: (HostedModel) -> String?) {
        let hosts = [slot.main, slot.active] + (slot.trial.map { [$0.model] } ?? [])
        var versions: [ServedVersion] = []
        for host in hosts {
            guard let version = ServedVersion(host, bundle: bundle(host)) else { continue }
            if !versions.contains(where: { $0.version == version.version }) { versions.append(version) }
        }
        let state: ServingState
        if isLoading {
            state = .loading
        } else if slot.main.isServing {
            state = .ready
        } else {
            state = slot.retiring.isEmpty ? .unavailable : .unloading
        }
        var reason: String?
        if case .refused(let why) = slot.main.condition { reason = why }
        self.init(name: slot.name.description, state: state, reason: reason, versions: versions)
    }
}

extension ServedVersion {
    /// What serves; nil for what does not.
    init?(_ model: HostedModel, bundle: String?) {
        guard case .serving(let session, let profile) = model.condition else { return nil }
        let description = session.model
        var metadata = description.metadata
        metadata["producer"] = description.producer
        metadata["graph"] = description.graph
        self.init(
            version: model.version,
            bundle: bundle,
            inputs: description.inputs,
            outputs: description.outputs,
            classes: model.classes,
            metadata: metadata.filter { !$0.value.isEmpty },
            batchLimit: profile.batchLimit,
            threads: profile.threads,
            statistics: model.served
        )
    }
}
