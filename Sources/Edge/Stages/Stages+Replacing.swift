import Inference
import Logging
import OpenInference

/// One model in another one's place.
extension Stages {
    /// Lets a model serve everything in the active one's place.
    func put(_ model: HostedModel, _ staged: StagedModel, _ slot: ModelSlot) {
        let old = slot.active
        slot.replace(with: model)
        moveRequests(from: old, to: model)
        for fit in staged.fits { put(fit, model) }
        rest(old, "the model that came in its model's place does not go together with it")
        if model.worker != nil { surroundings.openQueue(model) }
        surroundings.calibrate(staged.model)
        log("model serves", staged.model, ["instead_of": "\(old.version)"])
    }

    func put(_ fit: FittedBinding, _ model: HostedModel) {
        let name = fit.settings.name
        if let binding = bindings.running(name) {
            binding.replace(with: fit, on: model)
            binding.reason = nil
            surroundings.formHasChanged(binding)
            surroundings.open(binding)
            return
        }
        do throws(EdgeError) {
            surroundings.open(try bindings.host(fit, on: model))
        } catch {
            logger.error("binding refused", metadata: ["binding": "\(name)", "reason": "\(error.message)"])
        }
    }

    /// Lets bindings rest that are still the old model's.
    func rest(_ old: HostedModel, _ reason: String) {
        for hosted in old.fits where hosted.binding.active === hosted {
            hosted.binding.reason = reason
            surroundings.close(hosted.binding)
        }
    }

    func endTrial(_ slot: ModelSlot) {
        guard let candidate = slot.withdraw() else { return }
        moveRequests(from: candidate, to: slot.active)
        for hosted in candidate.fits { hosted.binding.withdraw() }
        logger.info("candidate withdrawn", metadata: ["model": "\(slot.name)", "version": "\(candidate.version)"])
    }

    /// Lets requests that wait run elsewhere; those that name their version, or are none for the other model, stay.
    func moveRequests(from old: HostedModel, to new: HostedModel) {
        guard case .serving(let session, _) = new.condition, !old.waiting.isEmpty else { return }
        let (signature, isSameVersion) = (session.model, old.version == new.version)
        var staying: [PendingRequest] = []
        for pending in old.waiting {
            let mayMove = isSameVersion || pending.delivery?.isPinned != true
            if mayMove, pending.suits(signature) { new.waiting.append(pending) } else { staying.append(pending) }
        }
        old.waiting = staying
        new.waiting.sort { ($0.delivery?.arrival ?? .now) < ($1.delivery?.arrival ?? .now) }
    }

    func host(_ staged: StagedModel) -> HostedModel? {
        guard case .serving(_, let profile) = staged.model.condition else { return nil }
        let model = HostedModel(staged.model, bundle: staged.id)
        if profile.isSlow(rows: 1) { surroundings.giveThread(model) }
        return model
    }

    func release() {
        var isAnyReleased = false
        for slot in node.slots {
            for model in slot.takeFinished() {
                isAnyReleased = true
                model.release()
                logger.info(
                    "model released",
                    metadata: ["model": "\(slot.name)", "version": "\(model.version)"]
                )
            }
        }
        guard isAnyReleased else { return }
        for binding in bindings.running { binding.forgetFinished() }
        node.slotsHaveChanged()
    }

    func log(_ message: Logger.Message, _ model: LoadedModel, _ facts: Logger.Metadata = [:]) {
        let metadata: Logger.Metadata = ["model": "\(model.name)", "version": "\(model.version)"]
        logger.info(message, metadata: metadata.merging(facts) { $1 })
    }

    func log(unusable staged: StagedModel) {
        logger.error("a candidate that cannot serve", metadata: ["model": "\(staged.model.name)"])
    }
}

extension PendingRequest {
    /// True when a model takes what is asked.
    fileprivate func suits(_ model: ModelDescription) -> Bool {
        (try? SignatureCheck.check(request, inputs: model.inputs, outputs: model.outputs)) != nil
    }
}
