import Logging
import MQTT

/// All bindings of a node: those that run, and why others do not.
final class Bindings {
    /// Those that run.
    let running: [HostedBinding]
    /// Why others do not, by name.
    let refused: [(name: Name, reason: String)]
    /// The names of all, in the order of the configuration.
    let names: [Name]
    let judge: Judge
    /// Telemetry that was delivered before, when the program died.
    let suspects: TelemetrySuspects
    private(set) var lanes: [TelemetryLane] = []
    private let intakes: [TelemetryIntake]

    init(_ loaded: [LoadedBinding], node: Node, judge: Judge, suspects: TelemetrySuspects, clock: WallClock) {
        var running: [HostedBinding] = []
        var refused: [(name: Name, reason: String)] = []
        let limits = node.settings.limits
        for binding in loaded {
            do throws(EdgeError) {
                guard case .ready(let fit) = binding.condition else { throw EdgeError(binding.reason ?? "") }
                guard let model = node.model(binding.settings.model.description) else {
                    throw EdgeError("there is no model '\(binding.settings.model)'")
                }
                running.append(try HostedBinding(fit, model: model, limits: limits, topics: node.topics))
            } catch {
                refused.append((binding.name, error.message))
            }
        }
        self.running = running
        self.refused = refused
        self.judge = judge
        self.suspects = suspects
        names = loaded.map(\.name)
        intakes = running.map { TelemetryIntake($0, judge: judge, clock: clock, limits: limits) }
    }

    /// True when nothing waits and nothing runs.
    var isIdle: Bool {
        !suspects.areWaiting && running.allSatisfy { $0.queue.isEmpty && $0.batch.steps.isEmpty }
    }

    /// Opens a lane for each binding.
    ///
    /// - Parameters:
    ///   - open: makes the lane of a binding.
    ///   - relieve: makes room in a binding's queue if that can be done at once.
    ///   - isReady: called whenever a lane stands.
    /// - Throws: what `open` throws.
    func openLanes(
        _ open: (HostedBinding) throws(MQTTError) -> Lane,
        relieve: @escaping (HostedBinding) -> Void,
        isReady: @escaping () -> Void
    ) throws(MQTTError) {
        for intake in intakes {
            intake.relieve = relieve
            let lane = try open(intake.binding)
            lanes.append(TelemetryLane(lane, intake: intake, suspects: suspects, isReady: isReady))
        }
    }
}
