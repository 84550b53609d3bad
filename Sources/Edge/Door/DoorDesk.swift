import Foundation
import Logging
import MQTT
import Models
import OpenInference
import Transfer

/// The loop's side of the door; used on the loop's thread alone.
final class DoorDesk {
    /// What has become of bringing a model back.
    struct Outcome: Sendable {
        let model: Name
        let result: Result<StagedModel, RepositoryError>
    }

    /// When somebody's patience ends; nil: nobody has said so.
    private(set) var nextAt: ContinuousClock.Instant?

    let node: Node
    let stages: Stages
    /// What is known of the models' bundles.
    let updates: UpdateDesk
    let reloading: ModelReloading
    let outcomes: Mailbox<Outcome>
    /// Ends what is being brought back.
    let cancellation = Cancellation()
    /// Those who wait for models that are being brought back.
    var loads: [Name: [Awaited<Void, RepositoryError>]] = [:]
    private let door: NodeDoor
    private let intake: Intake
    private let dispatcher: Dispatcher
    private var letters: [DoorLetter] = []
    private var isTaking = true

    /// Opens the door.
    init(_ blueprint: NodeBlueprint, _ rooms: NodeRooms, stages: Stages, updates: UpdateDesk, wakeup: Wakeup) {
        node = rooms.node
        intake = rooms.intake
        dispatcher = rooms.dispatcher
        reloading = blueprint.reloading
        door = blueprint.door ?? NodeDoor()
        outcomes = Mailbox(wakeup: wakeup)
        self.stages = stages
        self.updates = updates
        door.open(wakeup: wakeup, capacity: blueprint.settings.limits.queue)
    }

    /// Takes what has come; to be called in every turn, before models run.
    func turn() {
        door.collect(into: &letters)
        for letter in letters { take(letter) }
        letters.removeAll(keepingCapacity: true)
        if !loads.isEmpty {
            for outcome in outcomes.drain() { settle(outcome) }
        }
        if let nextAt, ContinuousClock.now >= nextAt { dropImpatient() }
    }

    /// Takes no more requests, as the node stops; what was accepted is answered.
    func finish() { isTaking = false }

    /// Sends away all who still wait; nothing runs any more that could answer them.
    func close() {
        door.close()
        cancellation.cancel()
        for model in node.models {
            for pending in model.waiting + model.batch.members {
                guard case .visitor(let visitor)? = pending.delivery?.recipient else { continue }
                visitor.refuse(NodeDoor.isStopping)
            }
        }
        for awaited in loads.values.joined() {
            awaited.refuse(RepositoryError(.notReady, NodeDoor.isStopping.message))
        }
        loads = [:]
    }

    private func take(_ letter: DoorLetter) {
        switch letter {
        case .models(let awaited): awaited.tell(.success(node.slots.map(served)))
        case .model(let name, let awaited):
            awaited.tell(node.slot(name).map { .success(served($0)) } ?? .failure(node.unknown(model: name)))
        case _ where !isTaking: letter.refuse(NodeDoor.isStopping)
        case .visit(let visit):
            guard let timeout = intake.receive(visit) else { return }
            nextAt = min(nextAt ?? timeout, timeout)
        case .load(let name, let awaited): load(name, awaited)
        case .unload(let name, let awaited): unload(name, awaited)
        }
    }

    private func served(_ slot: ModelSlot) -> ServedModel {
        // Without updates what stands in a bundle's place names the file.
        let isKnown = updates.health.enabled
        return ServedModel(slot, isLoading: loads[slot.name] != nil) { [updates] model in
            guard isKnown else { return nil }
            if let bundle = model.bundle { return bundle.description }
            return model === slot.active ? updates.state(of: slot.name)?.active?.bundle.description : nil
        }
    }

    /// Answers those whose time is over, also where their model is at work.
    private func dropImpatient() {
        dispatcher.dropExpired()
        nextAt = node.models.lazy.flatMap(\.waiting).compactMap { $0.delivery?.timeout }.min()
    }
}
