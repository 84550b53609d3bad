import Logging
import MQTT

/// All bindings of a node: those that run, and why others do not.
final class Bindings {
    /// Those that run, and those that have run and rest.
    private(set) var running: [HostedBinding] = []
    /// The names of all, in the order of the configuration.
    let names: [Name]
    let judge: Judge
    /// Telemetry that was delivered before, when the program died.
    let suspects: TelemetrySuspects
    /// One for each that runs or has run, once it is open.
    private(set) var lanes: [TelemetryLane] = []
    /// One for each whose labels are read.
    private(set) var labelLanes: [LabelLane] = []
    private var unfit: [(name: Name, reason: String)] = []
    private let node: Node
    private let clock: WallClock
    /// Keeps rows for retraining; nil: nobody does.
    private let rows: RowJournals?

    init(
        _ loaded: [LoadedBinding],
        node: Node,
        judge: Judge,
        suspects: TelemetrySuspects,
        clock: WallClock,
        rows: RowJournals? = nil
    ) {
        self.node = node
        self.rows = rows
        self.judge = judge
        self.suspects = suspects
        self.clock = clock
        names = loaded.map(\.name)
        for binding in loaded {
            do throws(EdgeError) {
                guard case .ready(let fit) = binding.condition else { throw EdgeError(binding.reason ?? "") }
                guard let slot = node.slot(binding.settings.model.description) else {
                    throw EdgeError("there is no model '\(binding.settings.model)'")
                }
                _ = try host(fit, on: slot.active)
            } catch {
                unfit.append((binding.name, error.message))
            }
        }
    }

    /// Why those that do not run do not, by name.
    var refused: [(name: Name, reason: String)] {
        unfit + running.compactMap { binding in binding.reason.map { (binding.name, $0) } }
    }

    /// True when nothing waits and nothing runs.
    var isIdle: Bool { !suspects.areWaiting && running.allSatisfy(\.isIdle) }

    /// The one of that name, if it runs or has run.
    func running(_ name: Name) -> HostedBinding? { running.first { $0.name == name } }

    /// Takes in a binding that goes together with its model.
    ///
    /// - Throws: what keeps it from running: a topic.
    func host(_ fit: FittedBinding, on model: HostedModel) throws(EdgeError) -> HostedBinding {
        let binding = try HostedBinding(fit, model: model, limits: node.settings.limits, topics: node.topics)
        binding.rows = rows?.journal(of: binding.name)
        running.append(binding)
        unfit.removeAll { $0.name == binding.name }
        return binding
    }

    /// Opens the lane of a binding.
    ///
    /// - Parameters:
    ///   - lane: what its telemetry comes in on.
    ///   - binding: whose lane it is.
    ///   - relieve: makes room in a queue if that can be done at once.
    ///   - isReady: called whenever the lane stands.
    func open(
        _ lane: Lane,
        of binding: HostedBinding,
        relieve: @escaping (HostedFit) -> Void,
        isReady: @escaping () -> Void
    ) {
        let intake = TelemetryIntake(binding, judge: judge, clock: clock, limits: node.settings.limits)
        intake.relieve = relieve
        lanes.append(TelemetryLane(lane, intake: intake, suspects: suspects, isReady: isReady))
    }

    /// Opens the lane of a binding's labels.
    func open(
        _ lane: Lane,
        for labels: Settings.Binding.Labels,
        of binding: HostedBinding,
        isReady: @escaping () -> Void
    ) {
        labelLanes.append(
            LabelLane(
                lane,
                labels: labels,
                of: binding,
                judge: judge,
                limits: node.settings.limits,
                clock: clock,
                isReady: isReady
            )
        )
    }
}
