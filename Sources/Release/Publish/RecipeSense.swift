import Recipes

/// Brings recipes into one spelling, so that two that mean the same are equal.
///
/// Greengrass does not care for the case of keys, adds digests and writes defaults out; the names of environment
/// variables, dependencies and platform keys and everything in the default configuration stay as they are.
enum RecipeSense {
    /// Where a published recipe and a new one mean different things.
    ///
    /// The names of manifests that Greengrass has made up do not count.
    static func differences(published: JSONValue, new: JSONValue) -> [JSONDifference] {
        of(new).differences(from: of(published)).filter {
            !($0.path.hasPrefix("/manifests/") && $0.path.hasSuffix("/name") && $0.new == nil)
        }
    }

    static func of(_ recipe: JSONValue) -> JSONValue {
        object(recipe) { key, value in
            switch key {
            case "componenttype": word(value, default: "aws.greengrass.generic")
            case "componentconfiguration": configuration(value)
            case "componentdependencies": entries(value, dependency)
            case "manifests": list(value, manifest)
            case "lifecycle": lifecycle(value)
            default: value
            }
        }
    }

    private static func configuration(_ value: JSONValue) -> JSONValue {
        object(value) { key, value in key == "defaultconfiguration" ? nonEmpty(value) : value }
    }

    private static func dependency(_ value: JSONValue) -> JSONValue {
        object(value) { key, value in key == "dependencytype" ? word(value, default: "hard") : value }
    }

    private static func manifest(_ value: JSONValue) -> JSONValue {
        object(value) { key, value in
            switch key {
            case "platform": nonEmpty(value)
            case "lifecycle": lifecycle(value)
            case "artifacts": list(value, artifact)
            case "selections": value == .array([.string("all")]) ? nil : nonEmpty(value)
            default: value
            }
        }
    }

    private static func artifact(_ value: JSONValue) -> JSONValue {
        object(value) { key, value in
            switch key {
            case "digest", "algorithm": nil
            case "unarchive": word(value, default: "none")
            case "permission":
                object(value) { key, value in word(value, default: key == "read" ? "owner" : "none") }
            default: value
            }
        }
    }

    /// Steps, below selection keys or not.
    private static func lifecycle(_ value: JSONValue) -> JSONValue {
        object(value) { key, value in
            switch key {
            case "setenv": nonEmpty(value)
            case "requiresprivilege": truth(value) == .bool(false) ? nil : truth(value)
            case "timeout": value.text.flatMap(Int.init).map(JSONValue.integer) ?? value
            default: lifecycle(value)
            }
        }
    }

    /// An object with lower-case keys, without null and without members that `sense` drops or that are empty.
    private static func object(_ value: JSONValue, _ sense: (String, JSONValue) -> JSONValue?) -> JSONValue {
        guard let members = value.members else { return value }
        return .object(
            members.compactMap { member in
                let name = member.name.lowercased()
                guard let value = sense(name, member.value).flatMap(nonEmpty) else { return nil }
                return JSONValue.Member(name, value)
            }
        )
    }

    private static func entries(_ value: JSONValue, _ sense: (JSONValue) -> JSONValue) -> JSONValue {
        guard let members = value.members else { return value }
        return .object(members.map { JSONValue.Member($0.name, sense($0.value)) })
    }

    private static func list(_ value: JSONValue, _ sense: (JSONValue) -> JSONValue) -> JSONValue {
        guard let elements = value.elements else { return value }
        return .array(elements.map(sense))
    }

    private static func word(_ value: JSONValue, default usual: String) -> JSONValue? {
        guard let text = value.text?.lowercased() else { return value }
        return text == usual ? nil : .string(text)
    }

    private static func truth(_ value: JSONValue) -> JSONValue {
        switch value.text?.lowercased() {
        case "true": .bool(true)
        case "false": .bool(false)
        default: value
        }
    }

    private static func nonEmpty(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .null: nil
        case .object(let members) where members.isEmpty: nil
        case .array(let elements) where elements.isEmpty: nil
        default: value
        }
    }
}
