import Models
import Monitoring
import Telemetry

/// How models do.
extension NodeTeller {
    /// Most models that have series of their own.
    private static let mostSeries = 16

    func model(_ slot: ModelSlot) -> ModelSection {
        let model = slot.active
        var section = ModelSection(name: slot.name.description, version: model.version)
        switch model.condition {
        case .refused(let reason): section.reason = reason
        case .serving(_, let profile):
            section.isReady = true
            section.batchLimit = profile.batchLimit
            section.threads = profile.threads
        }
        section.ownThread = model.worker != nil
        section.queue = model.waiting.count + model.fits.reduce(0) { $0 + $1.queue.windows }
        count(model.statistics, &section)
        measure(model, &section)
        section.drift = drift.filter { $0.model == section.name && $0.state != "off" }.map(\.state)
            .min { Self.rank($0) < Self.rank($1) }
        if let state = desk.state(of: slot.name) { tell(state, &section) }
        section.candidate = candidate(slot)
        return section
    }

    private static func rank(_ state: String) -> Int {
        ["drift", "warning", "cooldown", "warm_up", "normal"].firstIndex(of: state) ?? 5
    }

    // MARK: numbers

    private func count(_ statistics: ModelStatistics, _ section: inout ModelSection) {
        section.requests = statistics.answered
        section.windows = statistics.windows
        section.errors = statistics.errors
        section.faults = statistics.faults
        section.runs = statistics.runs
        section.batchMean = statistics.runs > 0 ? Double(statistics.joined) / Double(statistics.runs) : nil
        let sizes = zip(ModelStatistics.batchSizeNames, statistics.batchSizes).filter { $0.1 > 0 }
        section.batchSizes = Dictionary(uniqueKeysWithValues: sizes.map { ($0.0, $0.1) })
        section.latency = LatencySection(statistics.latency)
        section.run = LatencySection(statistics.runTimes)
        section.latencies = Histogram(statistics.latency)
        section.runTimes = Histogram(statistics.runTimes)
    }

    private func measure(_ model: HostedModel, _ section: inout ModelSection) {
        let (name, statistics) = (section.name, model.statistics)
        let key = "\(name)/\(ObjectIdentifier(model).hashValue)"
        let requests = meter.rate("\(key)/requests", statistics.answered)
        let windows = meter.rate("\(key)/windows", statistics.windows)
        let errors = meter.rate("\(key)/errors", statistics.errors + statistics.faults)
        let runs = meter.growth("\(key)/runs", statistics.runs)
        let joined = meter.growth("\(key)/joined", statistics.joined)
        let latency = meter.recent("\(key)/latency", statistics.latency)
        let runTimes = meter.recent("\(key)/run", statistics.runTimes)
        section.recent.requestsPerSecond = requests ?? 0
        section.recent.windowsPerSecond = windows ?? 0
        section.recent.errorsPerSecond = errors ?? 0
        section.recent.p99 = latency?.quantile(0.99) ?? statistics.latency.quantile(0.99)
        note(latency, runTimes)
        note(statistics.parts, key)
        guard rooms.node.slots.prefix(Self.mostSeries).contains(where: { $0.name == model.name }) else { return }
        meter.put("model.\(name).requests", requests)
        meter.put("model.\(name).windows", windows)
        meter.put("model.\(name).errors", errors)
        meter.put("model.\(name).p99_ms", latency?.quantile(0.99).map { Double($0) / 1000 })
        meter.put("model.\(name).batch", runs > 0 ? Double(joined) / Double(runs) : nil)
    }

    private func note(_ latency: LatencyHistogram?, _ runTimes: LatencyHistogram?) {
        if let latency { recentLatency = recentLatency?.adding(latency) ?? latency }
        if let runTimes { recentRuns = recentRuns?.adding(runTimes) ?? runTimes }
    }

    private func note(_ parts: LatencyParts, _ key: String) {
        recentParts.add(
            (
                meter.growth("\(key)/parts", parts.count), meter.growth("\(key)/waiting", parts.waiting),
                meter.growth("\(key)/coding", parts.coding), meter.growth("\(key)/running", parts.running)
            )
        )
    }

    // MARK: versions

    private func tell(_ state: ModelState, _ section: inout ModelSection) {
        if let active = state.active, active.version == section.version {
            section.digest = active.bundle.description
            section.since = active.since.map(Self.text)
            section.signed = active.isSigned
            section.confirmed = true
        }
        section.previous = state.previous.map {
            ModelSection.Resident(
                version: $0.version,
                digest: $0.bundle.description,
                since: $0.since.map(Self.text),
                signed: $0.isSigned
            )
        }
        section.job = state.job
        section.securityFloor = state.securityFloor
        section.rejected = state.rejected.map {
            ModelSection.Rejected(digest: $0.bundle.description, code: $0.code.rawValue)
        }
    }

    private func candidate(_ slot: ModelSlot) -> CandidateSection? {
        let known = desk.state(of: slot.name)?.candidate
        guard known != nil || slot.trial != nil || slot.shadow != nil else { return nil }
        var section = CandidateSection()
        section.version = known?.version
        section.digest = known?.bundle?.description
        section.phase = known?.phase
        section.agreement = known?.agreement
        if let trial = slot.trial { tell(trial, &section) } else if let shadow = slot.shadow { tell(shadow, &section) }
        return section
    }

    private func tell(_ trial: ModelSlot.Trial, _ section: inout CandidateSection) {
        let statistics = trial.model.statistics
        section.version = trial.model.version
        section.stage = "trial"
        section.sharePercent = trial.share.percent
        section.answered = statistics.answered + statistics.windows
        section.errors = statistics.faults
        section.p50 = statistics.latency.quantile(0.5) ?? statistics.runTimes.quantile(0.5)
        section.p99 = statistics.latency.quantile(0.99) ?? statistics.runTimes.quantile(0.99)
        section.disagreements = trial.disagreements
    }

    private func tell(_ shadow: Shadow, _ section: inout CandidateSection) {
        let figures = shadow.figures
        section.version = shadow.staged.model.version
        section.stage = "shadow"
        section.compared = figures.compared
        section.agreed = figures.agreed
        section.failed = figures.failed
        section.dropped = figures.dropped
        section.largestDifference = figures.largestDifference.ifFinite
        section.disagreements = shadow.disagreements
        if figures.compared > 0 { section.agreement = Double(figures.agreed) / Double(figures.compared) }
    }

    private static func text(_ time: Int64) -> String {
        Timestamp(microseconds: time.multipliedReportingOverflow(by: 1000).partialValue).rfc3339
    }
}

extension LatencySection {
    /// What a histogram says.
    init(_ histogram: LatencyHistogram) {
        self.init(
            p50: histogram.quantile(0.5),
            p95: histogram.quantile(0.95),
            p99: histogram.quantile(0.99),
            mean: histogram.count > 0 ? histogram.sum / histogram.count : nil
        )
    }
}

extension Histogram {
    /// The same counts below the bounds that are told.
    init(_ histogram: LatencyHistogram) {
        self.init(
            cumulative: histogram.counts(below: Self.bounds),
            sum: histogram.sum,
            count: histogram.count
        )
    }
}
