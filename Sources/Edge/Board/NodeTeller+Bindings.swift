import Anomaly
import Monitoring
import Telemetry

/// How bindings do.
extension NodeTeller {
    /// Most bindings that have series of their own.
    private static let mostSeries = 32
    /// Without a message for so many seconds a binding is stale.
    private static let patience = 60.0

    func bindings(_ wall: Timestamp) -> [BindingSection] {
        var running: [Name: BindingSection] = [:]
        for binding in rooms.bindings.running { running[binding.name] = section(binding, wall) }
        let reasons = Dictionary(rooms.bindings.refused, uniquingKeysWith: { first, _ in first })
        return rooms.node.settings.bindings.map { settings in
            if let section = running[settings.name] { return section }
            var section = Self.blank(settings)
            section.reason = reasons[settings.name] ?? "it does not run"
            return section
        }
    }

    private static func blank(_ settings: Settings.Binding) -> BindingSection {
        BindingSection(
            name: settings.name.description,
            model: settings.model.description,
            topic: "\(settings.source.topic)"
        )
    }

    private func section(_ binding: HostedBinding, _ wall: Timestamp) -> BindingSection {
        var section = Self.blank(binding.settings)
        section.reason = binding.reason
        section.count(binding.statistics)
        section.queue = binding.waitingWindows
        section.keys = binding.keys.count
        section.keysLimit = binding.keys.limit
        section.threshold = binding.active.fit.rule?.threshold
        section.violationsOpen = binding.watch?.quality.open ?? 0
        if let last = binding.lastArrival {
            section.lastSeen = last.rfc3339
            section.isStale = wall.seconds(since: last) > Self.patience
        }
        let rate = meter.rate("binding/\(section.name)", section.readings)
        section.readingsPerSecond = rate ?? 0
        if rooms.bindings.names.prefix(Self.mostSeries).contains(binding.name) {
            meter.put("binding.\(section.name).readings", rate)
        }
        return section
    }

    // MARK: scores

    func scores() -> [BindingScores] {
        var all: [BindingScores] = []
        for binding in rooms.bindings.running {
            guard let rule = binding.active.fit.rule else { continue }
            all.append(
                BindingScores(
                    binding: binding.name.description,
                    model: binding.settings.model.description,
                    threshold: rule.threshold,
                    offThreshold: rule.lowerThreshold,
                    keysTotal: binding.keys.count,
                    keys: scoreLanes[binding.name, default: ScoreLanes()].look(at: binding.keys)
                )
            )
        }
        return all
    }
}

extension BindingSection {
    fileprivate mutating func count(_ statistics: BindingStatistics) {
        readings = statistics.readings
        rejected = statistics.rejected
        skipped = statistics.skipped
        late = statistics.late
        duplicates = statistics.duplicates
        ignored = statistics.ignored
        evicted = statistics.evicted
        dropped = statistics.dropped
        restarts = statistics.restarts
        windows = statistics.windows
        errors = statistics.errors
        predictions = statistics.predictions
        opened = statistics.opened
        closed = statistics.closed
        anomaliesOpen = statistics.open
    }
}
