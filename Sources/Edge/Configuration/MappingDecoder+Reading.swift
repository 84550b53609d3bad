import Recipes
import Telemetry

/// What a binding takes from a payload: key, time and fields.
extension MappingDecoder {
    mutating func key() -> [KeyPart]? {
        guard node("key") != nil else {
            show("key: []", EffectiveValue.byDefault)
            return []
        }
        guard let nodes = sequence("key", of: "a level of the topic such as $topic[1], or a path such as $.id") else {
            return nil
        }
        var parts: [KeyPart] = []
        for (place, node) in nodes.enumerated() {
            if let part = parse(node, "key[\(place)]", { (text) throws(PlanError) in try KeyPart(text) }) {
                parts.append(part)
            }
        }
        show("key: [\(parts.map { YAMLText("\($0)").description }.joined(separator: ", "))]", place(of: "key").line)
        return parts.count == nodes.count ? parts : nil
    }

    /// The time's place and format; nil in nil when there is none, nil when it is wrong.
    mutating func time() -> TimePlan?? {
        guard node("time") != nil else {
            show("time: null", EffectiveValue.byDefault)
            return .some(nil)
        }
        let plan = section("time", keys: ["path", "format"]) { time -> TimePlan? in
            let path = time.path()
            let format = time.value("format", .choice(), default: TimeFormat.epochMilliseconds)
            return path.map { TimePlan(path: $0, format: format) }
        }
        guard let found = plan, let found else { return nil }
        return .some(found)
    }

    mutating func fields(_ format: PayloadFormat?) -> [FieldPlan]? {
        guard node("fields") != nil else {
            if format == .number {
                show("fields: [{path: $}]", EffectiveValue.byDefault)
                return (try? FieldPath("$")).map { [FieldPlan(path: $0)] }
            }
            note(place(of: "fields"), "\(label).fields is missing; expected a list of mappings with path")
            return nil
        }
        guard let nodes = sequence("fields", of: "a mapping with path, or a path alone") else { return nil }
        show("fields:\(nodes.isEmpty ? " []" : "")", nodes.isEmpty ? place(of: "fields").line : "")
        var fields: [FieldPlan] = []
        for (place, node) in nodes.enumerated() {
            if let field = field(node, place) { fields.append(field) }
        }
        return fields.count == nodes.count ? fields : nil
    }

    private mutating func field(_ node: ConfigurationNode, _ place: Int) -> FieldPlan? {
        var field: FieldPlan?
        if case .scalar = node.content {
            field = parse(node, "fields[\(place)]") { (text) throws(PlanError) in
                FieldPlan(path: try FieldPath(text))
            }
        } else {
            var inner = MappingDecoder(
                node,
                "\(label).fields[\(place)]",
                keys: ["path", "offset", "scale", "missing"]
            )
            if node.mapping != nil, let path = inner.path() {
                field = FieldPlan(
                    path: path,
                    offset: inner.value("offset", .number, default: 0),
                    scale: inner.value("scale", .number("a number other than 0") { $0 != 0 }, default: 1),
                    missing: inner.value("missing", .missing, default: .error)
                )
            }
            inner.forgetLines()
            adopt(inner, indent: 0)
        }
        if let field { show(Self.line(field), node.origin.line) }
        return field
    }

    private static func line(_ field: FieldPlan) -> String {
        let number = ValueRule<Double>.number.write
        return
            "  - {path: \(YAMLText("\(field.path)")), offset: \(number(field.offset)), scale: \(number(field.scale)), "
            + "missing: \(ValueRule<MissingPolicy>.missing.write(field.missing))}"
    }

    /// The path under the key `path`, which must be there.
    private mutating func path() -> FieldPath? {
        guard let node = node("path") else {
            note(place(of: "path"), "\(label).path is missing; expected a path such as $.temp or $.v.x")
            return nil
        }
        let path = parse(node, "path") { (text) throws(PlanError) in try FieldPath(text) }
        if let path { show("path: \(YAMLText("\(path)"))", node.origin.line) }
        return path
    }

    /// What a node's text says; nil, with a problem noted, where it cannot be read.
    mutating func parse<Value>(
        _ node: ConfigurationNode,
        _ key: String,
        _ read: (String) throws(PlanError) -> Value
    ) -> Value? {
        guard case .scalar(let scalar) = node.content else {
            note(node.origin, "\(label).\(key) is \(node.found); expected a text such as $.temp")
            return nil
        }
        do throws(PlanError) {
            return try read(scalar.text)
        } catch {
            note(node.origin, "\(label).\(key): \(scalar.isSecret ? "what it holds is no path" : error.message)")
            return nil
        }
    }
}

extension ValueRule where Value == MissingPolicy {
    /// A number, or one of the words.
    static let missing = ValueRule(
        expectation: "a number, last, skip or error",
        read: { text in
            switch text.lowercased() {
            case "last": .last
            case "skip": .skip
            case "error": .error
            default: ValueRule<Double>.number.read(text).map { .value($0) }
            }
        },
        write: { policy in
            switch policy {
            case .last: "last"
            case .skip: "skip"
            case .error: "error"
            case .value(let number): ValueRule<Double>.number.write(number)
            }
        }
    )
}
