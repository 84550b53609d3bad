import Foundation
import MQTT
import OpenInference
import Storage

/// Says who the node is and how it does: birth, status, health.
final class Reporter {
    /// What the status topic says.
    enum Status: String {
        case online
        /// Something cannot serve.
        case degraded
        case stopped
    }

    /// How long a lane may be away before the node calls itself degraded.
    private static let patience = Duration.seconds(2)

    /// What there is to say of updates.
    weak var desk: UpdateDesk?
    /// What there is to say of drift.
    weak var drift: DriftDesk?
    /// When health is due next.
    private(set) var nextAt: ContinuousClock.Instant

    private let node: Node
    private let outlet: Outlet
    private let bindings: Bindings
    private let outbox: Outbox
    private let uplink: Publisher?
    private let blueprint: NodeBlueprint
    private let start = ContinuousClock.now
    private var published: Status?
    private var hasAnnounced = false
    private var lanesDownSince: ContinuousClock.Instant?
    private var lastUsage = ProcessUsage.now()
    private var lastAt = ContinuousClock.now

    init(
        node: Node,
        outlet: Outlet,
        outbox: Outbox,
        uplink: Publisher?,
        bindings: Bindings,
        blueprint: NodeBlueprint
    ) {
        self.node = node
        self.outbox = outbox
        self.uplink = uplink
        self.outlet = outlet
        self.bindings = bindings
        self.blueprint = blueprint
        nextAt = .now + blueprint.settings.healthInterval
    }

    /// Publishes birth, then the states of models, then status: the order in which a newcomer must see them.
    func announce(lanes: [Lane]) {
        let settings = node.settings
        let birth = Birth(
            node: settings.node.description,
            instance: settings.instance?.description,
            session: blueprint.session.number,
            software: "marram \(MarramVersion.current)",
            ort: blueprint.memory.runtimeVersion,
            arch: MarramVersion.architecture,
            cpus: ProcessInfo.processInfo.activeProcessorCount,
            memMib: Int(ProcessInfo.processInfo.physicalMemory >> 20),
            models: node.slots.map(\.name.description),
            bindings: bindings.names.map(\.description),
            time: Date().formatted(.iso8601Milliseconds)
        )
        outlet.publish(JSONBytes.encode(birth), on: node.topics.birth, retain: true)
        hasAnnounced = true
        desk?.announceStates()
        drift?.announce()
        published = nil
        publish(status(lanes))
    }

    /// Says nothing more of the status until the node announces itself again: birth comes first.
    func connectionIsGone() { published = nil }

    /// Publishes a changed status at once and health at its interval.
    func tick(now: ContinuousClock.Instant, lanes: [Lane], publisher: Publisher) {
        lanesDownSince = lanes.allSatisfy(\.isReady) ? nil : lanesDownSince ?? now
        if let published, published != .stopped, publisher.isUp, !isPassing(now) {
            let current = status(lanes)
            if current != published { publish(current) }
        }
        guard now >= nextAt else { return }
        nextAt = now + node.settings.healthInterval
        let health = health(now: now, lanes: lanes, publisher: publisher)
        outlet.publish(JSONBytes.encode(health), on: node.topics.health, retain: false, qos: .atMostOnce)
    }

    /// Says that the node leaves of its own will.
    func sayGoodbye() { publish(.stopped) }

    /// True while lanes are away for so short a time that it is not news: a broker that restarts takes all along.
    private func isPassing(_ now: ContinuousClock.Instant) -> Bool {
        lanesDownSince.map { now - $0 < Self.patience } ?? false
    }

    private func publish(_ status: Status) {
        published = status
        outlet.publish(word: status.rawValue, on: node.topics.status)
    }

    /// In a word how the node stands; `starting` before it has announced itself.
    func standing(_ lanes: [Lane]) -> String {
        hasAnnounced ? status(lanes).rawValue : "starting"
    }

    private func status(_ lanes: [Lane]) -> Status {
        let allServe = node.slots.allSatisfy(\.active.isServing)
        return allServe && bindings.refused.isEmpty && lanes.allSatisfy(\.isReady) && !outbox.isFailing
            && desk?.trouble == nil
            ? .online : .degraded
    }

    private func health(now: ContinuousClock.Instant, lanes: [Lane], publisher: Publisher) -> Health {
        let usage = ProcessUsage.now()
        let share = (usage.cpu - lastUsage.cpu) / max(now - lastAt, .milliseconds(1))
        lastUsage = usage
        lastAt = now
        let counters = node.counters
        return Health(
            time: Date().formatted(.iso8601Milliseconds),
            status: status(lanes).rawValue,
            uptimeS: Int((now - start).components.seconds),
            rssMib: usage.residentMiB,
            cpuPct: (share * 1000).rounded() / 10,
            queue: node.waiting,
            requests: Health.Requests(
                received: counters.received,
                answered: counters.answered,
                expired: counters.expired,
                ignored: counters.ignored,
                answersLost: counters.answersLost,
                responseTopicRefused: counters.responseTopicRefused,
                setAside: counters.setAside,
                suspects: counters.suspects,
                errors: Dictionary(uniqueKeysWithValues: counters.errors.map { ($0.key.rawValue, $0.value) })
            ),
            store: outbox.report,
            mqtt: Health.Connections(
                reconnects: publisher.reconnects + (uplink?.reconnects ?? 0) + lanes.reduce(0) { $0 + $1.reconnects },
                inflight: outlet.unconfirmedCount,
                uplink: uplink.map { $0.isUp ? "up" : "down" }
            ),
            models: Dictionary(uniqueKeysWithValues: node.slots.map { ($0.name.description, health($0)) }),
            bindings: Dictionary(
                bindings.running.map { ($0.name.description, Health.Binding($0)) }
                    + bindings.refused.map { ($0.name.description, Health.Binding(reason: $0.reason)) },
                uniquingKeysWith: { running, _ in running }
            ),
            updates: desk?.health,
            unsigned: desk?.allowsUnsigned == true ? true : nil
        )
    }

    private func health(_ slot: ModelSlot) -> Health.Model {
        let model = slot.active
        let statistics = model.statistics
        let (reason, profile): (String?, ModelProfile?) =
            switch model.condition {
            case .refused(let reason): (reason, nil)
            case .serving(_, let profile): (nil, profile)
            }
        let sizes = zip(ModelStatistics.batchSizeNames, statistics.batchSizes).filter { $0.1 > 0 }
        return Health.Model(
            version: model.version,
            reason: reason,
            n: statistics.answered,
            err: statistics.errors,
            runs: statistics.runs,
            ownThread: model.worker != nil,
            batchCap: profile?.batchLimit,
            threads: profile?.threads,
            batch: Dictionary(uniqueKeysWithValues: sizes.map { ($0.0, $0.1) }),
            p50Us: statistics.latency.quantile(0.5),
            p99Us: statistics.latency.quantile(0.99),
            phase: desk?.state(of: model.name)?.candidate?.phase,
            drift: drift?.state(of: model.name),
            candidate: slot.trial.map(Health.Candidate.init) ?? slot.shadow.map(Health.Candidate.init)
        )
    }
}
