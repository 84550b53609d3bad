import Foundation
import MQTT
import OpenInference

/// Models that are taken out of service and brought back.
extension DoorDesk {
    /// Takes a model out of service.
    func unload(_ name: String, _ awaited: Awaited<Void, RepositoryError>) {
        guard let slot = node.slot(name) else { return refuse(name, awaited) }
        guard loads[slot.name] == nil else {
            return awaited.refuse(RepositoryError(.conflict, "model '\(name)' is being loaded; wait for its end"))
        }
        guard isSettled(slot) else { return awaited.refuse(Self.isUpdating(slot)) }
        if slot.active.isServing {
            stages.carryOut(.refuse(slot.name, reason: ServedModel.unloaded))
            slot.active.isUnloaded = true
        }
        awaited.tell(.success(()))
    }

    /// Brings a model back, on a thread of its own.
    func load(_ name: String, _ awaited: Awaited<Void, RepositoryError>) {
        guard let slot = node.slot(name) else { return refuse(name, awaited) }
        guard !slot.active.isServing else { return awaited.tell(.success(())) }
        guard loads[slot.name] == nil else {
            loads[slot.name]?.append(awaited)
            return
        }
        guard isSettled(slot) else { return awaited.refuse(Self.isUpdating(slot)) }
        loads[slot.name] = [awaited]
        let reference = slot.active.reference
        let bundle = updates.state(of: slot.name)?.active?.bundle
        let thread = Thread { [reloading, outcomes, cancellation, model = slot.name] in
            let result: Result<StagedModel, RepositoryError>
            do throws(RepositoryError) {
                result = .success(try reloading.reload(reference, bundle, cancellation))
            } catch {
                result = .failure(error)
            }
            outcomes.post(Outcome(model: model, result: result))
        }
        thread.name = "load \(name)"
        thread.start()
    }

    /// Lets a model serve that was brought back.
    func settle(_ outcome: Outcome) {
        guard let waiting = loads.removeValue(forKey: outcome.model),
            let slot = node.slot(outcome.model.description)
        else { return }
        let answer = result(outcome, slot)
        for awaited in waiting { awaited.tell(answer) }
    }

    private func result(_ outcome: Outcome, _ slot: ModelSlot) -> Result<Void, RepositoryError> {
        // An update was quicker.
        if slot.active.isServing { return .success(()) }
        switch outcome.result {
        case .failure(let error): return .failure(error)
        case .success(let staged):
            guard isSettled(slot) else { return .failure(Self.isUpdating(slot)) }
            stages.carryOut(.replace(staged))
            return .success(())
        }
    }

    /// True while no update changes what serves.
    private func isSettled(_ slot: ModelSlot) -> Bool {
        slot.trial == nil && slot.shadow == nil && updates.state(of: slot.name)?.candidate == nil
    }

    private static func isUpdating(_ slot: ModelSlot) -> RepositoryError {
        RepositoryError(
            .conflict,
            "an update of model '\(slot.name)' is under way; wait for its end, or roll it back"
        )
    }

    private func refuse(_ name: String, _ awaited: Awaited<Void, RepositoryError>) {
        awaited.refuse(RepositoryError(.unknownModel, node.unknown(model: name).message))
    }
}
