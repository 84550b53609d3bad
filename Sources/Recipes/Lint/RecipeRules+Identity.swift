extension RecipeRules {
    static let formatVersion = "2020-01-25"
    private static let unreleased = ["NEXT_PATCH", "NEXT_MINOR", "NEXT_MAJOR"]

    /// Checks what names a component; only recipe files write it out.
    mutating func checkIdentity() {
        guard !isComponent else { return }
        checkFormatVersion()
        checkName()
        checkVersion()
        checkDescription()
        checkType()
    }

    private mutating func checkFormatVersion() {
        let remedy = "write RecipeFormatVersion: \"\(Self.formatVersion)\""
        guard let entry = recipe.root["RecipeFormatVersion"] else {
            return error(.formatVersion, recipe.origin, "RecipeFormatVersion is missing", remedy)
        }
        guard case .scalar(let scalar) = entry.value.content, scalar.text == Self.formatVersion else {
            return error(.formatVersion, entry.value.origin, "RecipeFormatVersion is \(entry.value.found)", remedy)
        }
        if scalar.isPlain {
            error(
                .formatVersion,
                entry.value.origin,
                "RecipeFormatVersion stands without quotes: readers of YAML take it for a date",
                remedy
            )
        }
    }

    private mutating func checkName() {
        let remedy = "write letters, digits, '-', '_' and '.', at most 128"
        guard let entry = recipe.root["ComponentName"] else {
            return error(.componentName, recipe.origin, "ComponentName is missing", remedy)
        }
        let fits = entry.value.text.map(Self.isComponentName) ?? false
        if !fits { error(.componentName, entry.value.origin, "ComponentName is \(entry.value.found)", remedy) }
    }

    private mutating func checkVersion() {
        let remedy = "write major.minor.patch, each at most 999999, all together at most 64 characters"
        guard let entry = recipe.root["ComponentVersion"] else {
            return error(.componentVersion, recipe.origin, "ComponentVersion is missing", remedy)
        }
        guard let text = entry.value.text, Self.unreleased.contains(text) || SemanticVersion(text) != nil else {
            return error(.componentVersion, entry.value.origin, "ComponentVersion is \(entry.value.found)", remedy)
        }
    }

    private mutating func checkDescription() {
        let entry = recipe.root["ComponentDescription"]
        guard entry?.value.text?.allSatisfy(\.isWhitespace) ?? (entry == nil) else { return }
        let origin = entry?.value.origin ?? recipe.origin
        let remedy = "write ComponentDescription with a sentence"
        if recipe.claim == .none {
            warn(.componentDescription, origin, "ComponentDescription is missing", remedy)
        } else {
            let message = "ComponentDescription is missing: nucleus lite makes a broken service unit of the recipe"
            error(.componentDescription, origin, message, remedy)
        }
    }

    private mutating func checkType() {
        guard let entry = recipe.root["ComponentType"] else { return }
        let known = ["generic", "plugin", "lambda", "nucleus"].map { "aws.greengrass." + $0 }
        guard let type = entry.value.text?.lowercased(), known.contains(type) else {
            return error(
                .componentType,
                entry.value.origin,
                "ComponentType is \(entry.value.found)",
                "take it out, or write one of: \(known.joined(separator: ", "))"
            )
        }
        guard type != known[0] else { return }
        lite(
            .liteType,
            recipe.claim,
            entry.value.origin,
            "nucleus lite does not run components of type \(type)",
            "take the type out, or Platform.runtime"
        )
    }

    static func isComponentName(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
