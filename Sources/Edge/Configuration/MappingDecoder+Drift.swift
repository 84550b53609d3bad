import Recipes
import Telemetry

/// How drift of a binding is watched for.
extension MappingDecoder {
    private static let usual: [Settings.Binding.Drift.Detector] = [.adwin, .hddmA, .psi, .kolmogorovSmirnov, .pca]
    private static let labelKeys = [
        "topic", "qos", "decoder", "columns", "delimiter", "key", "time", "error", "anomaly",
    ]

    /// Reads the section `drift`; without one all is watched that the baseline knows.
    mutating func drift(_ surroundings: BindingSurroundings, keyParts: Int) -> Settings.Binding.Drift {
        typealias Drift = Settings.Binding.Drift
        let all = Drift(scopes: Drift.Scope.allCases, detectors: Self.usual, labels: nil)
        guard node("drift") != nil else {
            show("drift: {}", "default (all that the baseline knows)")
            return all
        }
        return section("drift", keys: ["on", "detectors", "labels"]) { drift in
            let scopes: [Drift.Scope]? = drift.list("on", .choice())
            let detectors: [Drift.Detector]? = drift.list("detectors", .choice())
            if let detectors, detectors.isEmpty {
                drift.note(
                    drift.place(of: "detectors"),
                    "\(drift.label).detectors is empty; name some, or set '\(drift.label).on: []' to watch nothing"
                )
            }
            return Drift(
                scopes: scopes.map { named in Drift.Scope.allCases.filter(named.contains) } ?? all.scopes,
                detectors: (detectors ?? all.detectors).reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
                labels: drift.labels(surroundings, keyParts: keyParts)
            )
        } ?? all
    }

    private mutating func labels(_ surroundings: BindingSurroundings, keyParts: Int) -> Settings.Binding.Labels? {
        section("labels", keys: Self.labelKeys) { labels -> Settings.Binding.Labels? in
            let topic = labels.topics(surroundings)
            let qos = labels.value("qos", .whole(0...1), default: 1)
            let format = labels.format()
            let (key, time) = (labels.key(), labels.time())
            guard let (field, meaning) = labels.meaning(), let topic, let format, let key, let time else { return nil }
            if case .anomaly = meaning, key.count != keyParts {
                labels.note(
                    labels.place(of: "key"),
                    "\(labels.label).key has \(key.count) parts, but the binding's key has \(keyParts); a label of an anomaly "
                        + "is held against what was said of the same key"
                )
            }
            do throws(PlanError) {
                return Settings.Binding.Labels(
                    source: Settings.Binding.Source(topic: topic, qos: qos, isShared: false),
                    plan: try ReadingPlan(format: format, key: key, time: time, fields: [field]),
                    meaning: meaning
                )
            } catch {
                labels.note(labels.origin, "\(labels.label): \(error.message)")
                return nil
            }
        } ?? nil
    }

    /// Where the label stands, and what it says: one of two keys.
    private mutating func meaning() -> (FieldPlan, Settings.Binding.Labels.Meaning)? {
        let given = ["error", "anomaly"].filter { node($0) != nil }
        guard given.count == 1, let name = given.first, let node = node(name) else {
            note(
                given.last.map(place) ?? origin,
                "\(label) needs one of 'error' and 'anomaly': the path of how wrong the model was, or of whether there was an "
                    + "anomaly, such as $.error"
            )
            return nil
        }
        let path = parse(node, name) { (text) throws(PlanError) in try FieldPath(text) }
        guard let path else { return nil }
        show("\(name): \(YAMLText("\(path)"))", node.origin.line)
        return (FieldPlan(path: path), name == "error" ? .error : .anomaly)
    }
}
