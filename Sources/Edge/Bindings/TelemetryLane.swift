import MQTT

/// The connection that one binding's telemetry comes in on.
final class TelemetryLane: LaneDelegate {
    /// Most messages that are read before they are acknowledged.
    static let burst = 256

    let lane: Lane
    let intake: TelemetryIntake
    private let suspects: TelemetrySuspects
    private let isReady: () -> Void

    /// Takes part in a lane; `isReady` is called whenever it stands.
    init(_ lane: Lane, intake: TelemetryIntake, suspects: TelemetrySuspects, isReady: @escaping () -> Void) {
        self.lane = lane
        self.intake = intake
        self.suspects = suspects
        self.isReady = isReady
        lane.delegate = self
    }

    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        guard !head.retained else {
            intake.binding.statistics.ignored += 1
            return
        }
        let hold = head.qos == .atLeastOnce ? SharedHold(HeldMessage(lane: lane, hold: lane.hold())) : nil
        if suspects.take(head, payload: payload, for: intake, hold: hold) { return }
        intake.take(topic: head.topic, payload: payload, hold: hold)
        hold?.release()
        // Messages that hold many readings are read in small numbers: what waits of QoS 1 is bounded by the burst.
        lane.burst = max(1, min(Self.burst, 4 * intake.binding.active.queue.limit / intake.mostReadings))
    }

    func laneIsReady(_ lane: Lane) { isReady() }

    func laneIsDown(_ lane: Lane) {}
}
