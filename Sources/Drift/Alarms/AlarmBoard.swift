/// The alarms of all detectors on all features of one model.
public struct AlarmBoard: Sendable {
    /// The most detectors times features.
    public static let mostAlarms = 16_384

    /// When signals become alarms.
    public let rule: AlarmRule
    /// The detectors.
    public let detectors: [AlarmDetector]
    /// The features.
    public let features: [String]
    /// The features that follow from others: they do not count for ``isSystemic``.
    public let derived: Set<String>
    /// The version of the model that is watched.
    public private(set) var modelVersion: String
    /// The profile that it is held against.
    public private(set) var profileID: String
    var machines: [AlarmMachine]

    /// Makes alarms that warm up.
    ///
    /// - Parameters:
    ///   - detectors: One or more of different names.
    ///   - features: One or more of different names.
    ///   - derived: Those that follow from others, such as a score.
    ///   - modelVersion: The version of the model.
    ///   - profileID: The profile.
    ///   - rule: When signals become alarms.
    /// - Throws: When names repeat or are missing, or there are more than 16,384 alarms.
    public init(
        detectors: [AlarmDetector],
        features: [String],
        derived: Set<String> = [],
        modelVersion: String,
        profileID: String,
        rule: AlarmRule
    ) throws(AlarmError) {
        let count = detectors.count * features.count
        guard (1...Self.mostAlarms).contains(count), Set(detectors.map(\.name)).count == detectors.count,
            Set(features).count == features.count
        else {
            throw .outOfRange(
                "\(detectors.count) detectors on \(features.count) features; expected one or more of different names, "
                    + "\(Self.mostAlarms) pairs at most"
            )
        }
        self.detectors = detectors
        self.features = features
        self.derived = derived
        self.modelVersion = modelVersion
        self.profileID = profileID
        self.rule = rule
        machines = [AlarmMachine](repeating: AlarmMachine(warmUp: rule.warmUpSamples), count: count)
    }

    /// Takes a detector's signal on a feature.
    ///
    /// - Parameters:
    ///   - signal: What it says.
    ///   - detector: The place of the detector in ``detectors``.
    ///   - feature: The place of the feature in ``features``.
    ///   - samples: Samples of the feature since the detector's last signal.
    ///   - time: Microseconds since 1970; may be earlier than the time before.
    /// - Returns: What is to be told; nil: nothing, as with places that are not there.
    public mutating func receive(
        _ signal: AlarmSignal,
        detector: Int,
        feature: Int,
        samples: Int,
        at time: Int64
    ) -> AlarmChange? {
        guard detectors.indices.contains(detector), features.indices.contains(feature) else { return nil }
        let place = place(detector, feature)
        let others = voters(feature, besides: detector)
        let confirm = detectors[detector].isBelievedAlone ? 1 : rule.confirm
        let step = machines[place].receive(signal, samples: samples, at: time, rule, confirm: confirm, others: others)
        return step.map { change($0, signal, detector, feature, time) }
    }

    private func change(
        _ step: AlarmMachine.Step,
        _ signal: AlarmSignal,
        _ detector: Int,
        _ feature: Int,
        _ time: Int64
    ) -> AlarmChange {
        var (statistic, threshold): (Double?, Double?) = (nil, nil)
        if case .measured(let value, let limits) = signal {
            statistic = value
            threshold = step.kind == .drift || step.from == .drift ? limits.drift : limits.warning
        }
        return AlarmChange(
            kind: step.kind,
            detector: detectors[detector].name,
            feature: features[feature],
            from: step.from,
            to: machines[place(detector, feature)].phase,
            statistic: statistic,
            threshold: threshold,
            severity: AlarmSeverity(signal, step.kind),
            suppressed: step.suppressed,
            isSystemic: isSystemic,
            time: time
        )
    }

    /// Where a detector's alarm on a feature stands.
    public func phase(detector: Int, feature: Int) -> AlarmPhase { machines[place(detector, feature)].phase }

    /// Drifts of a detector on a feature that were confirmed and have not been told.
    public func suppressed(detector: Int, feature: Int) -> Int { machines[place(detector, feature)].suppressed }

    /// The worst phase of a feature's alarms: drift, warning, cooldown, normal.
    public func phase(feature: Int) -> AlarmPhase {
        let phases = detectors.indices.lazy.map { machines[place($0, feature)].phase }
        return [.drift, .warning, .cooldown].first { phases.contains($0) } ?? .normal
    }

    /// Whether more features drift than by chance: above ``AlarmRule/systemicShare`` of all, and two at least.
    public var isSystemic: Bool {
        let own = features.indices.lazy.filter { !derived.contains(features[$0]) }
        let drifting = own.filter { phase(feature: $0) == .drift }.count
        return drifting >= 2 && Double(drifting) > rule.systemicShare * Double(own.count)
    }

    /// Whether some alarm still warms up.
    public var isWarmingUp: Bool { machines.contains { $0.warmUpLeft > 0 } }

    /// Begins anew with another model or profile: every alarm is normal and warms up.
    public mutating func restart(modelVersion: String, profileID: String) {
        self.modelVersion = modelVersion
        self.profileID = profileID
        for place in machines.indices { machines[place] = AlarmMachine(warmUp: rule.warmUpSamples) }
    }

    private func voters(_ feature: Int, besides detector: Int) -> Int {
        detectors.indices.lazy.filter { $0 != detector && machines[place($0, feature)].votesForDrift }.count
    }

    func place(_ detector: Int, _ feature: Int) -> Int { feature * detectors.count + detector }
}
