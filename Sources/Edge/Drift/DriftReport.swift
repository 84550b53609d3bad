import Drift

/// How a binding's data stands to training's: what is retained on `drift/{binding}`.
struct DriftReport: Encodable, Equatable {
    /// A feature.
    struct Feature: Encodable, Equatable {
        let feature: String
        let scope: FeatureScope
        let state: AlarmPhase
        /// What each detector says that is not normal.
        let detectors: [String: AlarmPhase]
        /// Drifts that were confirmed and not told, in all.
        let suppressed: Int
    }

    let v = 1
    let binding: String
    let model: String
    let version: String?
    let profileID: String?
    /// `normal`, `warning`, `drift`, `cooldown`, `warm_up` or `off`.
    let state: String
    /// Why nothing is watched; absent when something is.
    let reason: String?
    let systemic: Bool
    let features: [Feature]
    /// Violations of data quality that are open.
    let violations: Int
    /// How a request for a new model stands; absent when nothing was asked for.
    let retrain: String?
    var time: String

    enum CodingKeys: String, CodingKey {
        case v, binding, model, version, state, reason, systemic, features, violations, retrain, time
        case profileID = "profile_id"
    }

    /// Of a binding that is not watched.
    init(binding: Name, model: Name, version: String?, reason: String, time: String) {
        self.binding = binding.description
        self.model = model.description
        self.version = version
        profileID = nil
        state = "off"
        self.reason = reason
        systemic = false
        features = []
        violations = 0
        retrain = nil
        self.time = time
    }

    /// Of one that is.
    init(_ subject: DriftEvents.Subject, retrain: String? = nil, time: String) {
        let watch = subject.watch
        let board = watch.board
        binding = subject.binding.description
        model = subject.model.description
        version = subject.version
        profileID = watch.plan.profile.profileID
        let phases = board.features.indices.map(board.phase(feature:))
        let worst = [AlarmPhase.drift, .warning, .cooldown].first(where: phases.contains)
        state = worst?.rawValue ?? (watch.isWarmingUp ? "warm_up" : AlarmPhase.normal.rawValue)
        reason = nil
        systemic = board.isSystemic
        features = board.features.enumerated().map { place, name in
            Feature(board, place, name, scope: watch.scope(of: place))
        }
        violations = watch.quality.open
        self.retrain = retrain
        self.time = time
    }
}

extension DriftReport.Feature {
    fileprivate init(_ board: AlarmBoard, _ place: Int, _ name: String, scope: FeatureScope) {
        let alarms = board.detectors.enumerated().map { index, detector in
            (detector.name, board.phase(detector: index, feature: place))
        }
        self.init(
            feature: name,
            scope: scope,
            state: board.phase(feature: place),
            detectors: Dictionary(alarms.filter { $0.1 != .normal }, uniquingKeysWith: { first, _ in first }),
            suppressed: board.detectors.indices.reduce(0) { $0 + board.suppressed(detector: $1, feature: place) }
        )
    }
}
