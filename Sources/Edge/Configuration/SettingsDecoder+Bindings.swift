import Anomaly
import MQTT
import Recipes
import Telemetry

extension SettingsDecoder {
    private static let keys = [
        "binding", "source", "key", "time", "model", "input", "fields", "window", "anomaly", "drift", "publish", "late",
        "duplicates",
    ]

    mutating func bindings(_ surroundings: BindingSurroundings) -> [Settings.Binding] {
        let key = RuntimeKey.bindings
        guard let list = tree.value(at: key.path), !list.isNull else {
            show(key, "[]", EffectiveValue.byDefault)
            return []
        }
        guard case .sequence(let nodes) = list.content else {
            note(
                list.origin,
                "bindings is \(list.found); expected a list of mappings with binding, source, model, fields"
            )
            return []
        }
        show(key, "[]", list.origin.line)
        var bindings: [Settings.Binding] = []
        var places: [Name: Origin] = [:]
        for (index, node) in nodes.enumerated() {
            var decoder = MappingDecoder(node, "bindings[\(index)]", keys: Self.keys)
            let binding = node.mapping == nil ? nil : decoder.binding(surroundings)
            if let binding {
                let place = decoder.place(of: "binding")
                if let first = places[binding.name] {
                    decoder.note(
                        place,
                        "binding '\(binding.name)' is named twice, here and at \(first); give each a name of its own"
                    )
                }
                places[binding.name] = places[binding.name] ?? place
                bindings.append(binding)
            }
            adopt(decoder)
        }
        return bindings
    }
}

extension MappingDecoder {
    /// Reads one binding; nil, with problems noted, where it cannot be.
    fileprivate mutating func binding(_ surroundings: BindingSurroundings) -> Settings.Binding? {
        let name = required("binding", .name)
        let (source, format) = source(surroundings)
        let key = key()
        let time = time()
        let model = model(among: surroundings.models)
        let input = optional("input", .text(upTo: 1000))
        let fields = fields(format)
        let reference = surroundings.models.first { $0.name == model }
        // What is wrong with it is told when the binding is fitted to its model.
        let baseline = reference.flatMap { (try? BaselineFile.read($0)?.anomaly) ?? nil }
        let window = window(baseline?.window)
        let anomaly = anomaly(baseline?.score)
        let drift = drift(surroundings, keyParts: key?.count ?? 0)
        let publish = publish(isJudged: anomaly != nil)
        let late = value("late", .choice(), default: OrderPolicy.drop)
        let duplicates = value("duplicates", .choice(), default: OrderPolicy.drop)
        guard let name, let source, let model, let plan = plan(format, key, time, fields) else { return nil }
        let hasState = window.isConfigured || anomaly != nil
        check(sharing: source.isShared, hasState: hasState, surroundings)
        return Settings.Binding(
            name: name,
            source: Settings.Binding.Source(
                topic: source.topic,
                qos: source.qos,
                isShared: source.isShared ?? (surroundings.instance != nil && !hasState)
            ),
            plan: plan,
            model: model,
            input: input,
            window: window,
            anomaly: anomaly,
            drift: drift,
            publish: publish,
            late: late,
            duplicates: duplicates,
            origin: origin
        )
    }

    private mutating func plan(
        _ format: PayloadFormat?,
        _ key: [KeyPart]?,
        _ time: TimePlan??,
        _ fields: [FieldPlan]?
    ) -> ReadingPlan? {
        guard let format, let key, let time, let fields else { return nil }
        do throws(PlanError) {
            return try ReadingPlan(format: format, key: key, time: time, fields: fields)
        } catch {
            note(origin, "\(label): \(error.message)")
            return nil
        }
    }

    private mutating func model(among models: [Settings.ModelReference]) -> Name? {
        guard let model = required("model", .name) else { return nil }
        guard models.contains(where: { $0.name == model }) else {
            let hint = NearestKey.hint(for: model.description, among: models.map(\.name.description))
            note(place(of: "model"), "\(label).model is '\(model)', which is none of models\(hint)")
            return nil
        }
        return model
    }

    private mutating func check(sharing: Bool?, hasState: Bool, _ surroundings: BindingSurroundings) {
        if sharing == true, hasState {
            note(
                origin,
                "\(label).source.share is true, but windows and anomalies need all readings of a key in one process; "
                    + "leave it out"
            )
        }
        if hasState, let instance = surroundings.instance {
            warn(
                origin,
                "\(label) keeps state per key, so that instance '\(instance)' reads all of its telemetry, "
                    + "as every other instance with this binding does"
            )
        }
    }
}
