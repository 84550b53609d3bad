import Drift
import Monitoring
import Telemetry

/// How data stands to training's.
extension NodeTeller {
    func driftSections(_ wall: Timestamp) -> [DriftSection] {
        rooms.bindings.running.map { binding in
            var section = DriftSection(
                binding: binding.name.description,
                model: binding.settings.model.description
            )
            section.version = binding.active.model.version
            section.retrain = retraining.state(of: binding.settings.model)
            guard let watch = binding.watch else {
                let isOn = rooms.node.settings.drift.enabled
                let reason = binding.active.fit.drift.reason ?? "nothing is to be watched, or the model has no profile"
                section.reason = isOn ? reason : "drift.enabled is false"
                return section
            }
            tell(watch, &section, wall)
            return section
        }
    }

    private func tell(_ watch: DriftWatch, _ section: inout DriftSection, _ wall: Timestamp) {
        let board = watch.board
        let places = board.features.indices.map(board.phase(feature:))
        let worst = [AlarmPhase.drift, .warning, .cooldown].first(where: places.contains)
        section.profileID = watch.plan.profile.profileID
        section.state = worst?.rawValue ?? (watch.isWarmingUp ? "warm_up" : AlarmPhase.normal.rawValue)
        section.systemic = board.isSystemic
        section.violations = watch.quality.open
        section.rows = watch.rows
        section.window = watch.settings.window
        // Those that drift are shown where not all can be.
        let shown = board.features.indices.sorted { (left, right) in
            (places[left] == .normal ? 1 : 0, left) < (places[right] == .normal ? 1 : 0, right)
        }.prefix(DriftSection.mostFeatures).sorted()
        section.history = watch.history
        section.features = shown.map { feature($0, watch, section.binding, wall) }
    }

    private func feature(_ place: Int, _ watch: DriftWatch, _ binding: String, _ wall: Timestamp) -> DriftFeature {
        let board = watch.board
        let phase = board.phase(feature: place)
        var feature = DriftFeature(
            feature: board.features[place],
            scope: watch.scope(of: place).rawValue,
            state: phase.rawValue
        )
        let alarms = board.detectors.indices.map {
            (board.detectors[$0].name, board.phase(detector: $0, feature: place))
        }
        feature.detectors = Dictionary(
            alarms.filter { $0.1 != .normal }.map { ($0.0, $0.1.rawValue) },
            uniquingKeysWith: { first, _ in first }
        )
        feature.suppressed = board.detectors.indices.reduce(0) { $0 + board.suppressed(detector: $1, feature: place) }
        feature.since = since(phase.rawValue, "\(binding)\0\(feature.feature)", wall)
        // Components have nothing of their own but this.
        feature.statistics = watch.history[place]?.latest ?? []
        if let own = watch.feature(at: place) { tell(own, &feature) }
        return feature
    }

    /// When a feature came to the state that it is in; nil: before the first look.
    private func since(_ state: String, _ name: String, _ wall: Timestamp) -> String? {
        if let known = phases[name] {
            guard known.state != state else { return known.since }
            phases[name] = (state, wall.rfc3339)
        } else {
            phases[name] = (state, nil)
        }
        return phases[name]?.since
    }

    private func tell(_ watch: FeatureWatch, _ feature: inout DriftFeature) {
        feature.samples = watch.counts.samples
        feature.missing = watch.counts.missing
        feature.nonFinite = watch.counts.nonFinite
        feature.statistics = watch.judgements.map(DriftFeature.Statistic.init)
        if let window = watch.numeric, window.rows > 0 {
            feature.histogram = DriftFeature.Bins(
                edges: window.reference.edges,
                reference: window.reference.binCounts,
                current: window.binCounts
            )
        }
        if let window = watch.categories, window.rows > 0 {
            feature.categories = DriftFeature.Categories(
                names: window.reference.names,
                reference: window.reference.counts,
                current: window.counts
            )
        }
    }
}

extension DriftWatch {
    /// What is kept of the feature at a place of the board; nil of one that has nothing of its own.
    fileprivate func feature(at place: Int) -> FeatureWatch? {
        if place == componentsPlace { return nil }
        if place == errorsPlace { return features.last }
        return features.indices.contains(place) ? features[place] : nil
    }
}
