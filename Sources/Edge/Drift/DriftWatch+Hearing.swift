import Drift
import Monitoring
import Telemetry

/// What the detectors say, and what becomes of it.
extension DriftWatch {
    /// Listens to a feature's detectors after a value.
    func hear(_ feature: Int, _ step: FeatureWatch.Step, _ arrival: Timestamp) {
        for stream in step.fired { hear(stream, of: feature, arrival) }
        if step.isWindowDue { judge(feature, arrival) }
        guard step.isTurn else { return }
        for stream in features[feature].streams.indices { hear(stream, of: feature, arrival) }
    }

    // MARK: detectors that take values one by one

    private func hear(_ stream: Int, of feature: Int, _ arrival: Timestamp) {
        let watch = features[feature].streams[stream]
        let place = place(of: feature)
        let change = board.receive(
            signal(watch, feature, isAlarmed: board.phase(detector: watch.place, feature: place).isRaised),
            detector: watch.place,
            feature: place,
            samples: watch.rows,
            at: arrival.microseconds
        )
        features[feature].streams[stream].heard()
        guard let change else { return }
        isUrgent = true
        add(.drift(finding(change, watch, feature)))
    }

    /// What a detector says, held against training.
    ///
    /// ADWIN finds every change, those that training is full of among them, and the way back: only a mean that lies further
    /// from training's than its own pieces do is drift, and as long as it does the alarm lasts. Fewer errors are no drift.
    private func signal(_ watch: StreamWatch, _ feature: Int, isAlarmed: Bool) -> AlarmSignal {
        if feature == errorsFeature, watch.detector.record.change?.direction == .down { return .quiet }
        guard let profile = features[feature].profile, let numeric = profile.numeric,
            let shift = watch.shift(from: numeric)
        else { return AlarmSignal(watch.level) }
        let limit = plan.profile.limits(.wasserstein, of: profile, rows: settings.window).warning
        guard shift > limit else { return .quiet }
        if watch.level == .quiet, isAlarmed { return .warning }
        return AlarmSignal(watch.level)
    }

    private var errorsFeature: Int? { errorsPlace == nil ? nil : features.count - 1 }

    private func finding(_ change: AlarmChange, _ watch: StreamWatch, _ feature: Int) -> DriftFinding {
        let found = watch.detector.record.change
        let latest = max(0, rows - 1)
        let samples = max(1, watch.detector.record.samples)
        let back = found.map { Double($0.index - $0.earliest) * Double(rows) / Double(samples) } ?? 0
        var finding = DriftFinding(
            change: change,
            scope: features[feature].scope,
            parameters: watch.detector.settings,
            isParity: watch.detector.isParity,
            estimate: max(0, latest - Int(min(back, Double(latest))))...latest,
            counts: features[feature].counts
        )
        if change.kind == .drift, let found {
            finding.statistic = found.statistic
            finding.threshold = found.threshold
            finding.probability = found.pValue
            finding.direction = found.direction
        }
        finding.current = features[feature].numeric?.summary()
        return finding
    }

    // MARK: windows

    private func judge(_ feature: Int, _ arrival: Timestamp) {
        guard let profile = features[feature].profile else { return }
        let judgements: [WindowJudgement]
        var precision: ReferencePrecision?
        if let distances = features[feature].numeric?.distances() {
            judgements = plan.profile.judge(distances, of: profile, rows: settings.window)
            precision = distances.precision
        } else if let distances = features[feature].categories?.distances() {
            judgements = plan.profile.judge(distances, of: profile, rows: settings.window)
        } else {
            judgements = []
        }
        features[feature].judgements = judgements
        let window = features[feature].windowStart..<max(rows, features[feature].windowStart)
        for judgement in judgements {
            guard let detector = plan.detectors.firstIndex(where: { $0.statistic == judgement.statistic }) else {
                continue
            }
            let finding = receive(
                judgement.signal,
                isSuspect: judgement.isSuspect,
                detector: detector,
                place: feature,
                window: window,
                samples: settings.window,
                arrival
            )
            guard var finding else { continue }
            finding.probability = judgement.probability
            finding.precision = judgement.statistic.needsSample ? precision : nil
            describe(&finding, feature, profile)
            isUrgent = true
            add(.drift(finding))
        }
        features[feature].windowStart = rows
        note(judgements.map(DriftFeature.Statistic.init), at: feature, arrival)
    }

    /// Notes what a window said for whoever looks.
    private func note(_ statistics: [DriftFeature.Statistic], at place: Int, _ arrival: Timestamp) {
        history.note(
            statistics,
            at: place,
            feature: board.features[place],
            scope: scope(of: place).rawValue,
            isRaised: board.phase(feature: place) != .normal,
            second: Int(arrival.microseconds / 1_000_000)
        )
    }

    private func describe(_ finding: inout DriftFinding, _ feature: Int, _ profile: FeatureProfile) {
        finding.window?.count = features[feature].numeric?.count ?? settings.window
        finding.unseen = features[feature].categories?.unseenNames ?? []
        guard let current = features[feature].numeric?.summary(), let numeric = profile.numeric else { return }
        finding.current = current
        if current.mean != numeric.mean { finding.direction = current.mean > numeric.mean ? .up : .down }
    }

    /// Judges a window of whole rows by their components.
    func judgeComponents(_ place: Int, rows window: Range<Int>, samples: Int, _ arrival: Timestamp) {
        guard let error = components?.meanError(), let limits = plan.profile.errorLimits(rows: settings.window),
            let detector = plan.detectors.firstIndex(of: .pca)
        else { return }
        let finding = receive(
            .measured(error, limits),
            isSuspect: error > limits.warning,
            detector: detector,
            place: place,
            window: window,
            samples: samples,
            arrival
        )
        let statistic = DriftFeature.Statistic(
            name: Settings.Binding.Drift.Detector.pca.rawValue,
            value: error,
            warning: limits.warning,
            drift: limits.drift,
            probability: nil
        )
        note([statistic], at: place, arrival)
        guard var finding else { return }
        let shares = components?.contributions() ?? []
        finding.contributions = zip(plan.features, shares).map { ($0.name, $1) }.filter { $0.share > 0 }
            .sorted { $0.share > $1.share }
        isUrgent = true
        add(.drift(finding))
    }

    private func receive(
        _ signal: AlarmSignal,
        isSuspect: Bool,
        detector: Int,
        place: Int,
        window: Range<Int>,
        samples: Int,
        _ arrival: Timestamp
    ) -> DriftFinding? {
        let alarm = place * plan.detectors.count + detector
        suspectSince[alarm] = isSuspect ? suspectSince[alarm] ?? window.lowerBound : nil
        let change = board.receive(
            signal,
            detector: detector,
            feature: place,
            samples: samples,
            at: arrival.microseconds
        )
        guard let change else { return nil }
        let earliest = suspectSince[alarm] ?? window.lowerBound
        return DriftFinding(
            change: change,
            scope: scope(of: place),
            parameters: ["window": .number(Double(settings.window))],
            isParity: false,
            window: (window, window.count),
            estimate: min(earliest, window.lowerBound)...window.lowerBound,
            counts: place < features.count ? features[place].counts : FeatureCounts(samples: rows)
        )
    }
}

extension AlarmSignal {
    fileprivate init(_ level: StreamWatch.Level) {
        switch level {
        case .quiet: self = .quiet
        case .warning: self = .warning
        case .drift: self = .drift
        }
    }
}

extension AlarmPhase {
    /// Whether something is being told.
    var isRaised: Bool { self == .warning || self == .drift }
}

extension DriftFeature.Statistic {
    /// What a statistic of a window says.
    init(_ judgement: WindowJudgement) {
        self.init(
            name: judgement.statistic.rawValue,
            value: judgement.value,
            warning: judgement.limits.warning,
            drift: judgement.limits.drift,
            probability: judgement.probability
        )
    }
}

extension WindowJudgement {
    /// Whether it counts and is above the limit of a warning.
    fileprivate var isSuspect: Bool {
        if let probability, let significance, probability >= significance { return false }
        return value > limits.warning
    }
}

extension WindowStatistic {
    /// Whether a profile without all numbers knows it only roughly.
    fileprivate var needsSample: Bool { self == .kolmogorovSmirnov || self == .wasserstein }
}
