extension DeploymentDocument {
    /// Returns what changes when `next` takes the place of `deployed`, a line each, for people.
    ///
    /// `+` is added, `-` is taken away, `~` is changed: `+ io.marram.edge 1.0.1`,
    /// `~ io.marram.press 2.0.0 -> 3.0.0`, `~ io.marram.edge merge /node: "a" -> "b"`. What the service alone writes, and
    /// the order of members, do not count. `deployed` is nil where nothing is deployed.
    public static func difference(from deployed: JSONValue?, to next: JSONValue) -> [String] {
        let before = deployed?["components"]?.members ?? []
        let after = next["components"]?.members ?? []
        var lines: [String] = []
        for component in before where next["components"]?[component.name] == nil {
            lines.append("- \(component.name) \(version(component.value))")
        }
        for component in after {
            guard let old = deployed?["components"]?[component.name] else {
                lines.append("+ \(component.name) \(version(component.value))")
                lines += details(from: .object([]), to: component.value, of: component.name)
                continue
            }
            let versions = (version(old), version(component.value))
            if versions.0 != versions.1 { lines.append("~ \(component.name) \(versions.0) -> \(versions.1)") }
            lines += details(from: old, to: component.value, of: component.name)
        }
        for name in members where name != "components" && name != "clientToken" {
            lines += Self.lines(from: deployed?[name], to: next[name], subject: name)
        }
        return lines
    }

    private static func version(_ component: JSONValue) -> String {
        component["componentVersion"]?.text ?? "without a version"
    }

    private static func details(from old: JSONValue, to new: JSONValue, of name: String) -> [String] {
        let before = old["configurationUpdate"]
        let after = new["configurationUpdate"]
        return lines(from: merge(before), to: merge(after), subject: "\(name) merge")
            + lines(from: before?["reset"], to: after?["reset"], subject: "\(name) reset")
            + lines(from: old["runWith"], to: new["runWith"], subject: "\(name) runWith")
    }

    /// `merge` is a text with an object in it, which is what people want to see.
    private static func merge(_ update: JSONValue?) -> JSONValue? {
        guard let merge = update?["merge"] else { return nil }
        guard let text = merge.text, let value = try? JSONValue(json: Array(text.utf8)) else { return merge }
        return value
    }

    private static func lines(from old: JSONValue?, to new: JSONValue?, subject: String) -> [String] {
        switch (present(old), present(new)) {
        case (nil, nil): []
        case (nil, let new?): ["+ \(subject): \(JSONDifference.shown(new))"]
        case (let old?, nil): ["- \(subject): \(JSONDifference.shown(old))"]
        case (let old?, let new?):
            new.differences(from: old).map { difference in
                let sign = difference.old == nil ? "+" : difference.new == nil ? "-" : "~"
                return "\(sign) \(subject)\(difference.path.isEmpty ? ":" : " \(difference.path):") "
                    + change(difference)
            }
        }
    }

    private static func change(_ difference: JSONDifference) -> String {
        let old = difference.old.map { difference.shown($0) }
        let new = difference.new.map { difference.shown($0) }
        return [old, new].compactMap(\.self).joined(separator: " -> ")
    }

    /// An empty object or list says as much as none.
    private static func present(_ value: JSONValue?) -> JSONValue? {
        switch value {
        case nil, .null?: nil
        case .array(let elements)? where elements.isEmpty: nil
        case .object(let members)? where members.isEmpty: nil
        case let value?: value
        }
    }
}
