public import MQTT
import Simulation
public import Telemetry

/// Simulated devices that send telemetry to a broker.
public struct SimulatedFleet: Sendable {
    /// How many bytes about faults are kept before they are written.
    private static let chunk = 1 << 16

    private let plan: SimulationPlan
    private let telemetry: TopicTemplate
    private let truth: TruthDestination
    private let style: PayloadStyle

    /// Makes a fleet whose topics have places for `site`, `kind` and `device`.
    public init(
        _ plan: SimulationPlan,
        topic: TopicTemplate,
        truth: TruthDestination = .topic,
        style: PayloadStyle = .json(.epochMilliseconds)
    ) {
        self.plan = plan
        telemetry = topic
        self.truth = truth
        self.style = style
    }

    /// Sends until all samples are sent or the signal comes.
    /// - Throws: why that cannot be done.
    public func run(
        _ options: ConnectionOptions,
        qos: QoS,
        speed: Speed = .times(1),
        stop: StopSignal
    ) async throws -> SendingSummary {
        try await WorkThread.run { [self] in
            var emissions = try FleetEmissions(plan, telemetry, truth, style)
            let transmission = try Transmission(options, qos: qos, speed: speed, stop: stop)
            let file: StreamedFile? = if case .file(let path) = truth { try StreamedFile(path) } else { nil }
            let summary = try transmission.run {
                if emissions.lines.count > Self.chunk { try file?.append(&emissions.lines) }
                return try emissions.next()
            }
            emissions.endAll()
            try file?.append(&emissions.lines)
            try file?.commit()
            return summary
        }
    }
}
