import Drift

/// One feature under watch: its latest window, its detectors.
struct FeatureWatch: Sendable {
    let name: String
    let scope: FeatureScope
    /// What it is held against; nil of errors, which have none.
    let profile: FeatureProfile?
    /// Every which value of a key the detectors see.
    let thinning: Int
    var streams: [StreamWatch] = []
    var numeric: NumericWindow?
    var categories: CategoryWindow?
    var counts = FeatureCounts()
    /// Rows of it since its detectors were last listened to.
    var sinceListened = 0
    /// The row of the binding with which the window began.
    var windowStart = 0
    /// What the last window said.
    var judgements: [WindowJudgement] = []

    /// What becomes of a value.
    struct Step {
        /// Places among ``streams`` that found a drift with it; none as a rule.
        var fired: [Int] = []
        /// True when its window is to be judged.
        var isWindowDue = false
        /// True when all its detectors are to be listened to.
        var isTurn = false
    }

    /// Takes a number.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - isDue: whether the detectors see it.
    ///   - turn: rows after which the detectors are listened to.
    /// - Returns: what is to be done next.
    mutating func take(_ value: Double, isDue: Bool, turn: Int) -> Step {
        var step = Step()
        counts.samples += 1
        if !value.isFinite { counts.nonFinite += 1 }
        for index in streams.indices {
            if isDue {
                if streams[index].take(value) { step.fired.append(index) }
            } else {
                streams[index].pass()
            }
        }
        step.isWindowDue = numeric?.add(value) ?? false
        step.isTurn = count(turn)
        return step
    }

    /// Takes a category; nil: it is missing.
    mutating func take(_ name: String?, turn: Int) -> Step {
        counts.samples += 1
        if name == nil { counts.missing += 1 }
        var step = Step()
        step.isWindowDue = categories?.add(name) ?? false
        step.isTurn = count(turn)
        return step
    }

    private mutating func count(_ turn: Int) -> Bool {
        sinceListened += 1
        guard sinceListened >= turn else { return false }
        sinceListened = 0
        return true
    }
}

extension FeatureWatch {
    /// Makes one of a feature of the plan.
    ///
    /// - Throws: when the window is out of range, which settings do not allow.
    init(_ feature: DriftPlan.Feature, _ detectors: [Settings.Binding.Drift.Detector], window: Int) throws {
        name = feature.name
        scope = feature.profile.scope
        profile = feature.profile
        thinning = feature.profile.numeric.map { StreamWatch.thinning(lag1: $0.lag1) } ?? 1
        let statistics = detectors.compactMap(\.statistic)
        let span = try WindowSpan(size: window)
        if let reference = feature.profile.numeric {
            for (place, detector) in detectors.enumerated() {
                guard let kind = detector.kind, !kind.isBinary else { continue }
                streams.append(try StreamWatch(kind, place: place, profile: reference))
            }
            if statistics.contains(where: WindowStatistic.numeric.contains) {
                numeric = NumericWindow(reference.reference, span: span)
            }
        } else if let reference = feature.profile.categories,
            statistics.contains(where: WindowStatistic.categorical.contains)
        {
            categories = CategoryWindow(reference, span: span)
        }
    }

    /// Makes one of errors.
    init(errors detectors: [Settings.Binding.Drift.Detector]) throws {
        name = "error"
        scope = .error
        profile = nil
        thinning = 1
        for (place, detector) in detectors.enumerated() {
            guard let kind = detector.kind else { continue }
            streams.append(try StreamWatch(kind, place: place, profile: nil))
        }
    }
}

extension Settings.Binding.Drift.Detector {
    /// The detector that takes values one by one; nil: it judges windows.
    var kind: DetectorKind? { DetectorKind(rawValue: rawValue) }
    /// The statistic of a window; nil: it is none.
    var statistic: WindowStatistic? { WindowStatistic(rawValue: rawValue) }
    /// Whether one signal of drift is believed: next to no false alarms.
    var isBelievedAlone: Bool { self == .adwin || self == .hddmA }
}
