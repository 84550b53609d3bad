import MQTT
import OpenInference
import Telemetry

/// The connection on which it is said whether a binding's model was right.
final class LabelLane: LaneDelegate {
    /// Most messages that are read before they are acknowledged.
    static let burst = 64

    let lane: Lane
    private let binding: HostedBinding
    private let meaning: Settings.Binding.Labels.Meaning
    private let judge: Judge
    private let clock: WallClock
    private let payloadLimit: Int
    private let isReady: () -> Void
    private var decoder: TelemetryDecoder

    /// Takes part in a lane; `isReady` is called whenever it stands.
    init(
        _ lane: Lane,
        labels: Settings.Binding.Labels,
        of binding: HostedBinding,
        judge: Judge,
        limits: Settings.Limits,
        clock: WallClock,
        isReady: @escaping () -> Void
    ) {
        self.lane = lane
        self.binding = binding
        self.judge = judge
        self.clock = clock
        self.isReady = isReady
        meaning = labels.meaning
        payloadLimit = limits.mqttPayload
        decoder = TelemetryDecoder(labels.plan, maximumDepth: limits.jsonDepth)
        lane.delegate = self
    }

    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        // What is not known any more after a crash is a label less: nothing waits for it.
        defer { if head.qos == .atLeastOnce { HeldMessage(lane: lane, hold: lane.hold()).settle() } }
        guard !head.retained else { return }
        guard payload.byteCount <= payloadLimit else {
            return reject(
                "the payload has \(payload.byteCount) bytes, limits.mqtt_payload is \(payloadLimit)",
                head.topic
            )
        }
        let arrival = clock.now()
        var refusal: String?
        do throws(InferError) {
            try decoder.decode(payload, topic: head.topic) { reading in
                refusal = take(reading, arrival) ?? refusal
            }
        } catch {
            return judge.tell(error, of: head.topic, binding)
        }
        if let refusal { reject(refusal, head.topic) }
    }

    /// Takes a label; returns what is wrong with it.
    private func take(_ reading: Reading, _ arrival: Timestamp) -> String? {
        guard let value = reading.values.first, value.isFinite else {
            return "a label is missing; expected a number, such as 0 or 1"
        }
        switch meaning {
        case .error: binding.watch?.take(error: value, arrival: arrival)
        case .anomaly:
            guard value == 0 || value == 1 else { return "a label of an anomaly is \(value); expected 0 or 1" }
            guard let decision = binding.watch?.decisions?.decision(on: reading.key, at: reading.time) else {
                return nil
            }
            binding.watch?.take(error: decision == (value == 1) ? 0 : 1, arrival: arrival)
        }
        return nil
    }

    private func reject(_ reason: String, _ topic: String) {
        judge.tell(InferError(.badInput, reason), of: topic, binding)
    }

    func laneIsReady(_ lane: Lane) { isReady() }

    func laneIsDown(_ lane: Lane) {}
}
