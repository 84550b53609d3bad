import Foundation
import MQTT
import Models
import Monitoring
import Storage
import Telemetry

/// Tells a board how the node does, once a second; used on the loop's thread alone.
///
/// What happens per message costs one look at `wantsSample`: all else is read from counters that are kept anyway.
final class NodeTeller {
    /// Seconds between two looks at drift, unless something has happened.
    static let driftInterval = 5

    let board: Board
    let rooms: NodeRooms
    let lanes: IntakeLanes
    let desk: UpdateDesk
    let retraining: RetrainDesk
    let clock: WallClock
    let uplinkName: String?
    let node: NodeSection
    /// True when a prediction is to be shown to ``note(_:)``.
    private(set) var wantsSample = false
    private var nextSampleAt: ContinuousClock.Instant = .now
    /// When it tells next.
    private(set) var nextAt: ContinuousClock.Instant = .now
    private let start: ContinuousClock.Instant = .now
    private var lastAt: ContinuousClock.Instant?
    private var lastStatus: String?
    private var lastUp: [String: Bool] = [:]
    private var ticks = 0
    var updates = UpdateSection()
    /// What was counted at the last tick.
    var meter = RateMeter()
    /// What all models took since the last tick.
    var recentLatency: LatencyHistogram?
    var recentRuns: LatencyHistogram?
    /// Where the time of all requests went since the last tick.
    var recentParts = LatencyParts()
    /// True where requests come in over HTTP too.
    let isOpen: Bool
    var drift: [DriftSection] = []
    var isDriftDue = true
    var phases: [String: (state: String, since: String?)] = [:]
    /// The keys whose scores are told.
    var scoreLanes: [Name: ScoreLanes] = [:]

    /// Makes one for a node; nil where nobody looks.
    init?(
        _ blueprint: NodeBlueprint,
        rooms: NodeRooms,
        lanes: IntakeLanes,
        desk: UpdateDesk,
        retraining: RetrainDesk,
        clock: WallClock = .system
    ) {
        guard let board = blueprint.board else { return nil }
        self.board = board
        self.rooms = rooms
        self.lanes = lanes
        self.desk = desk
        self.retraining = retraining
        self.clock = clock
        isOpen = blueprint.door != nil
        let settings = blueprint.settings
        uplinkName = settings.uplink.map { "\($0.host):\($0.port)" }
        var node = NodeSection(
            name: settings.node.description,
            version: MarramVersion.current,
            runtime: blueprint.memory.runtimeVersion,
            arch: MarramVersion.architecture,
            started: clock.now().rfc3339
        )
        node.instance = settings.instance?.description
        node.session = blueprint.session.number
        node.isUnsigned = desk.allowsUnsigned
        node.updatesEnabled = blueprint.updates.isEnabled
        self.node = node
        for progress in blueprint.updates.progress.sorted(by: { $0.time < $1.time }) { note(progress) }
    }

    /// Tells what is due; to be called in every turn.
    func turn(now: ContinuousClock.Instant) {
        if !wantsSample, now >= nextSampleAt { wantsSample = true }
        guard now >= nextAt else { return }
        // In the middle of the next second of the wall clock: a turn that is late by less is still of that second.
        let passed = clock.now().microseconds % 1_000_000
        nextAt = now + .microseconds(1_500_000 - passed)
        tell(now: now)
    }

    /// Tells the last word: the node stops.
    func finish() { tell(now: .now, status: Reporter.Status.stopped.rawValue) }

    // MARK: what happens now and then

    /// Takes a sample; there is time until the next one.
    func note(_ sample: PredictionSample) {
        wantsSample = false
        nextSampleAt = .now + .milliseconds(Board.sampleMilliseconds)
        board.note(sample)
    }

    /// Takes an event as it is published, without its closing brace.
    func note(event document: [UInt8]) {
        isDriftDue = true
        board.note(event: document + [UInt8(ascii: "}")])
    }

    /// Takes where an update is.
    func note(_ progress: JobProgress) {
        let step = UpdateSection.Step(
            phase: progress.phase,
            status: progress.status.rawValue,
            time: Timestamp(microseconds: progress.time.multipliedReportingOverflow(by: 1000).partialValue).rfc3339,
            details: progress.details,
            code: progress.code?.rawValue,
            reason: progress.reason
        )
        let isEnd = progress.status != .queued && progress.status != .inProgress
        updates.note(
            job: progress.job,
            model: progress.model.description,
            version: progress.version,
            step,
            isEnd: isEnd
        )
    }

    /// Takes note of a key with an anomaly that has just begun.
    func opened(_ place: KeyTable<KeyState>.Place, of binding: HostedBinding) {
        scoreLanes[binding.name, default: ScoreLanes()].open(place, in: binding.keys)
    }

    // MARK: the tick

    private func tell(now: ContinuousClock.Instant, status: String? = nil) {
        let wall = clock.now()
        let seconds = lastAt.map { max(0.001, (now - $0) / .seconds(1)) }
        lastAt = now
        ticks += 1
        meter.begin(seconds: seconds)
        (recentLatency, recentRuns, recentParts) = (nil, nil, LatencyParts())
        if ticks % Self.driftInterval == 0 { isDriftDue = true }
        if isDriftDue {
            isDriftDue = false
            drift = driftSections(wall)
        }
        let state = state(now: now, wall: wall, status: status)
        tellChanges(state, wall)
        board.post(
            BoardTick(
                second: Int(wall.microseconds / 1_000_000),
                time: wall.rfc3339,
                state: state,
                values: meter.values,
                scores: scores()
            )
        )
    }

    private func state(now: ContinuousClock.Instant, wall: Timestamp, status: String?) -> NodeState {
        var state = NodeState(node: node)
        state.node.uptimeSeconds = Int((now - start).components.seconds)
        state.node.status = status ?? rooms.reporter.standing(lanes.wanted)
        state.node.trouble = desk.trouble
        state.requests = requests()
        state.models = rooms.node.slots.map(model)
        state.updates = updates
        state.bindings = bindings(wall)
        state.drift = drift
        state.outbox = outbox()
        state.mqtt = connections()
        total(&state)
        return state
    }

    // MARK: the dashboard's own events

    private func tellChanges(_ state: NodeState, _ wall: Timestamp) {
        if state.node.status != lastStatus {
            tell(
                "io.marram.node.status.v1",
                ["status": state.node.status, "previous": lastStatus].compactMapValues(\.self),
                wall
            )
            lastStatus = state.node.status
        }
        tell(state.mqtt.main, as: "broker", wall)
        if let uplink = state.mqtt.uplink { tell(uplink, as: "uplink", wall) }
    }

    private func tell(_ link: ConnectionSection.Link, as name: String, _ wall: Timestamp) {
        guard lastUp[name] != link.isUp else { return }
        // A connection that was never there is no news yet.
        let isNews = lastUp[name] != nil || link.isUp
        lastUp[name] = link.isUp
        guard isNews else { return }
        let facts = [
            "connection": name, "state": link.isUp ? "connected" : "disconnected",
            "reason": link.isUp ? nil : link.lastError,
        ]
        tell("io.marram.node.connection.v1", facts.compactMapValues(\.self), wall)
    }

    private func tell(_ type: String, _ facts: [String: String], _ wall: Timestamp) {
        let event = CloudEvent(
            id: UUID().uuidString.lowercased(),
            source: "/marram/\(node.name)",
            type: type,
            subject: node.name,
            time: wall.rfc3339
        )
        board.note(event: event.document(facts) + [UInt8(ascii: "}")])
    }
}
