import Foundation
import Logging
import MQTT
import Storage

/// Predictions and events on their way out: sent at once where that is possible, else kept on the disk until it is.
///
/// Used on the loop's thread alone; `OutboxState` decides, the publisher and the writer's thread carry out.
final class Outbox {
    /// What a document is; it says how it is sent.
    enum Kind: Int {
        /// `application/json`; has a member `replayed`, true or false.
        case prediction = 1
        /// A structured CloudEvent; has `"replayed":true` when it has waited, else no such member.
        case event = 2
    }

    /// Bits of a sequence that count the letters of one session.
    private static let sessionShift: Int64 = 40

    private var state: OutboxState<Publisher.MessageID>
    private let publisher: Publisher
    private let writer: OutboxWriter
    private let reports: Mailbox<OutboxWriter.Report>
    private let logger: Logger
    private let properties: [Kind: MessageProperties]
    /// True: the attributes of events are user properties.
    private let hasBinaryEvents: Bool
    private var complaints = OutboxComplaints()
    /// Letters that the broker does not take.
    private(set) var refused = 0
    /// Is told of events; nil: nobody looks.
    unowned var teller: NodeTeller?

    /// Makes an outbox whose letters leave over `publisher`, and opens what earlier sessions have left.
    init(_ blueprint: NodeBlueprint, publisher: Publisher, wakeup: Wakeup, limits: OutboxLimits? = nil) {
        let settings = blueprint.settings
        let beginning = Int64(blueprint.session.number) << Self.sessionShift
        state = OutboxState(
            firstSequence: beginning,
            rate: settings.outbox.rate,
            limits: limits ?? OutboxLimits(maximumAge: settings.outbox.maxAge),
            now: .now
        )
        self.publisher = publisher
        logger = blueprint.logger
        reports = Mailbox(wakeup: wakeup)
        let place = OutboxWriter.Place(
            state: blueprint.database,
            beginning: beginning,
            capacity: settings.outbox.maxBytes
        )
        writer = OutboxWriter(place, reports: reports)
        let hasProperties = (settings.uplink ?? settings.broker).protocolVersion == .v5
        hasBinaryEvents = hasProperties && settings.events.mode == .binary
        properties = [
            .prediction: MessageProperties(contentType: hasProperties ? "application/json" : nil),
            .event: MessageProperties(
                contentType: hasProperties ? "application/cloudevents+json; charset=utf-8" : nil
            ),
        ]
        order()
    }

    // MARK: letters

    /// Sends a JSON object with QoS 1: at the end of this turn, or, when nobody can take it then, later with
    /// `"replayed":true`.
    ///
    /// - Parameters:
    ///   - document: the object without its closing brace and without the member `replayed`; never empty.
    ///   - topic: where it goes.
    ///   - hold: gets a share, which is given back once the document is safe: confirmed, on the disk, or counted as lost.
    ///   - kind: what it is.
    func send(_ document: [UInt8], on topic: TopicName, hold: SharedHold?, as kind: Kind = .prediction) {
        hold?.retain()
        if kind == .event { teller?.note(event: document) }
        let letter = Letter(
            sequence: state.nextSequence,
            time: Self.time,
            kind: kind,
            topic: topic,
            document: document,
            hold: hold
        )
        let gone = state.add(letter)
        guard !gone.isEmpty else { return }
        gone.forEach { $0.hold?.release() }
        complaints.dropped(gone.count, logger)
    }

    /// Sends what can be sent, and has the rest written down; the loop calls it at the end of every turn.
    func endTurn() {
        for report in reports.drain() { receive(report) }
        let now = ContinuousClock.now
        publisher.burst {
            while let departure = state.nextDeparture(now: now) { depart(departure) }
        }
        order()
        state.endTurn()
    }

    private func depart(_ departure: OutboxState<Publisher.MessageID>.Departure) {
        let letter = departure.letter
        do throws(MQTTError) {
            let (payload, properties) = wrapped(letter, replayed: departure.isReplayed)
            let message = try publisher.publish(
                payload,
                to: letter.topic,
                qos: .atLeastOnce,
                properties: properties
            )
            if let message { state.departed(departure, as: message) }
        } catch {
            refuse(letter.topic, reason: error.message)
            state.refused(departure)?.release()
        }
    }

    /// What goes over the wire, and what goes beside it.
    private func wrapped(_ letter: Letter, replayed: Bool) -> ([UInt8], MessageProperties) {
        if hasBinaryEvents, letter.kind == .event, let event = BinaryEvent(letter.document, replayed: replayed) {
            return (event.payload, event.properties)
        }
        return (letter.payload(replayed: replayed), properties[letter.kind] ?? MessageProperties())
    }

    private func refuse(_ topic: TopicName?, reason: String) {
        refused += 1
        complaints.refused(topic, reason, logger)
    }

    // MARK: the connection's word

    /// Letters may leave from now on.
    func resume() { state.resume(now: .now) }

    /// Letters cannot leave for now.
    func pause() { state.pause() }

    /// The broker has a message, or refuses it; false when it is none of the outbox's.
    func settled(_ message: Publisher.MessageID, as confirmation: Publisher.Confirmation) -> Bool {
        let (isOurs, hold) = state.settle(message)
        guard isOurs else { return false }
        if case .refused(let reason) = confirmation {
            refuse(nil, reason: "the broker refused it with reason \(reason)")
        }
        hold?.release()
        return true
    }

    // MARK: the disk's word

    private func order() {
        guard let order = state.nextOrder(now: .now, time: Self.time) else { return }
        writer.carryOut(order)
    }

    private func receive(_ report: OutboxWriter.Report) {
        switch report {
        case .opened(let inventory, let recovered):
            state.opened(inventory)
            complaints.opened(inventory, recovered: recovered, logger)
        case .carriedOut(let outcome):
            digest(state.carriedOut(outcome, now: .now))
            complaints.disk(outcome.failure, isFailing: state.isFailing, logger)
        case .failed(let error):
            digest(state.failed(now: .now))
            complaints.disk(error, isFailing: true, logger)
        }
        if state.inventory.messages == 0 { complaints.emptied() }
    }

    private func digest(_ result: OutboxState<Publisher.MessageID>.Result) {
        for hold in result.safe + result.dropped { hold.release() }
        complaints.dropped(result.droppedCount, logger)
    }

    // MARK: the loop's questions

    /// When there is something to do next; nil: not before something happens.
    var nextAt: ContinuousClock.Instant? {
        let now = ContinuousClock.now
        return [state.departureDeadline(now: now), state.orderDeadline(now: now)].compactMap(\.self).min()
    }

    /// Writes down what is in memory, and takes no more from the disk.
    func close() { state.close() }

    /// True when nothing would be lost if the process ended now.
    var isSafe: Bool { state.isSafe }

    /// Stands behind every letter so far.
    var mark: Int64 { state.nextSequence }

    /// True when no letter in front of the mark would be lost if the process ended now.
    func isSafe(before mark: Int64) -> Bool { state.isSafe(before: mark) }

    /// True when the disk has nothing left to do, or cannot do it.
    var isSettled: Bool { state.isFailing || (state.work == nil && state.removals.count == 0) }

    /// True while the disk does not take what it should keep.
    var isFailing: Bool { state.isFailing }

    /// What waits, for health.
    var report: Health.Store {
        let oldest = [state.inventory.oldest, state.waiting.first?.time].compactMap(\.self).min()
        return Health.Store(
            messages: state.messages,
            bytes: state.inventory.bytes + state.waitingBytes,
            oldestS: oldest.map { max(0, Int((Self.time - $0) / 1000)) } ?? 0,
            dropped: state.dropped,
            refused: refused,
            failure: complaints.failure
        )
    }

    /// Does what is left to be done on the disk, and ends its thread.
    func stop() {
        endTurn()
        writer.stop()
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    private static var time: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

extension Outbox: PublisherDelegate {
    func publisherIsUp(_ publisher: Publisher) { resume() }

    func publisherIsDown(_ publisher: Publisher) { pause() }

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        _ = settled(message, as: confirmation)
    }
}
