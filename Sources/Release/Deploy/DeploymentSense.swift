import Recipes

/// Brings deployment documents into one spelling, so that two that mean the same are equal.
///
/// Defaults that Greengrass writes out are left out, texts that hold JSON are read, and what Greengrass alone says of a
/// deployment is dropped.
enum DeploymentSense {
    private static let kept: Set<String> = [
        "targetArn", "deploymentName", "components", "deploymentPolicies", "iotJobConfiguration", "parentTargetArn",
    ]

    private static let defaults: [String: JSONValue] = [
        "failureHandlingPolicy": .string("ROLLBACK"),
        "componentUpdatePolicy": .object([
            JSONValue.Member("timeoutInSeconds", .integer(60)),
            JSONValue.Member("action", .string("NOTIFY_COMPONENTS")),
        ]),
        "configurationValidationPolicy": .object([JSONValue.Member("timeoutInSeconds", .integer(30))]),
    ]

    /// What devices will notice when a new document takes the place of the deployed one, a line each.
    static func differences(deployed: JSONValue?, new: JSONValue) -> [String] {
        DeploymentDocument.difference(from: deployed.map(of), to: of(new))
    }

    static func of(_ document: JSONValue) -> JSONValue {
        members(document) { name, value in
            guard kept.contains(name) else { return nil }
            switch name {
            case "components": return components(value)
            case "deploymentPolicies": return policies(value)
            default: return pruned(value)
            }
        }
    }

    private static func components(_ value: JSONValue) -> JSONValue {
        // An entry stays when nothing is left in it: that the component is there says something.
        guard let entries = value.members else { return value }
        return .object(
            entries.map { entry in
                JSONValue.Member(
                    entry.name,
                    members(entry.value) { name, value in name == "configurationUpdate" ? update(value) : pruned(value)
                    }
                )
            }
        )
    }

    private static func update(_ value: JSONValue) -> JSONValue? {
        members(value) { name, value in
            guard name == "merge", let text = value.text, let json = try? JSONValue(json: Array(text.utf8)) else {
                return pruned(value)
            }
            return json == .object([]) ? nil : json
        }
    }

    private static func policies(_ value: JSONValue) -> JSONValue {
        members(value) { name, value in
            guard let usual = defaults[name] else { return pruned(value) }
            guard let members = value.members, let usuals = usual.members else { return value == usual ? nil : value }
            return .object(
                members.filter { member in !usuals.contains { $0.name == member.name && $0.value == member.value } }
            )
        }
    }

    /// A value without null and empty members.
    private static func pruned(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .null: return nil
        case .object:
            let value = members(value) { _, value in pruned(value) }
            return value == .object([]) ? nil : value
        case .array(let elements): return elements.isEmpty ? nil : value
        default: return value
        }
    }

    private static func members(_ value: JSONValue, _ sense: (String, JSONValue) -> JSONValue?) -> JSONValue {
        guard let members = value.members else { return value }
        return .object(
            members.compactMap { member in
                guard let value = sense(member.name, member.value), value != .null, value != .object([]) else {
                    return nil
                }
                return JSONValue.Member(member.name, value)
            }
        )
    }
}
