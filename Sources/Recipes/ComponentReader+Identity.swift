extension ComponentReader {
    static let nameRule = "letters, digits, '-', '_' and '.', at most 128"

    static func isName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }

    mutating func name(_ node: ConfigurationNode?, at origin: Origin) -> String {
        guard let node else {
            note(origin, "component-name of \(handle) is missing; expected \(Self.nameRule)")
            return ""
        }
        guard let scalar = text(node, key: "component-name") else { return "" }
        if !Self.isName(scalar.text) {
            note(node.origin, "component-name of \(handle) is \(scalar.quoted); expected \(Self.nameRule)")
        }
        return scalar.text
    }

    mutating func defaultConfiguration(_ node: ConfigurationNode?) -> ConfigurationNode? {
        let key = "DefaultConfiguration"
        guard let node, let configuration = fields(node, keys: [key], name: "ComponentConfiguration")[key] else {
            return nil
        }
        guard configuration.mapping != nil else {
            note(configuration.origin, "\(key) of \(handle) is \(configuration.found); expected a mapping")
            return nil
        }
        return configuration
    }

    mutating func type(_ node: ConfigurationNode?) -> String? {
        let types = ["generic", "plugin", "lambda", "nucleus"].map { "aws.greengrass." + $0 }
        let expected = "one of: \(types.joined(separator: ", "))"
        return word(node, key: "ComponentType", for: .recipe, expected: expected) { types.contains($0.lowercased()) }?
            .lowercased()
    }

    mutating func version(_ node: ConfigurationNode?, isModel: Bool) -> VersionRule {
        let usual = isModel ? VersionRule.model : .next(.patch)
        guard let node, let scalar = text(node, key: "version", for: .release) else { return usual }
        if let version = SemanticVersion(scalar.text) { return .explicit(version) }
        switch scalar.text.uppercased() {
        case "NEXT_PATCH": return .next(.patch)
        case "NEXT_MINOR": return .next(.minor)
        case "NEXT_MAJOR": return .next(.major)
        case "MODEL":
            if isModel { return .model }
            note(node.origin, "version of \(handle) is MODEL, and it has no model; expected NEXT_PATCH, or a model")
        default:
            let words = isModel ? "MODEL, NEXT_PATCH, NEXT_MINOR, NEXT_MAJOR" : "NEXT_PATCH, NEXT_MINOR, NEXT_MAJOR"
            note(
                node.origin,
                "version of \(handle) is \(scalar.quoted); expected \(words) or a version such as 1.4.0: three numbers "
                    + "of at most \(SemanticVersion.maximumPart), in all at most \(SemanticVersion.maximumLength) characters"
            )
        }
        return usual
    }

    mutating func bucket(_ node: ConfigurationNode?) -> String? {
        let expected = "a bucket's name: 3 to 63 small letters, digits, '-' and '.'"
        return word(node, key: "bucket", for: .release, expected: expected) { name in
            (3...63).contains(name.utf8.count)
                && name.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                    case UInt8(ascii: "-"), UInt8(ascii: "."): true
                    default: false
                    }
                }
                && !["-", "."].contains { name.hasPrefix($0) || name.hasSuffix($0) }
        }
    }

    mutating func region(_ node: ConfigurationNode?) -> String? {
        word(node, key: "region", for: .release, expected: "a region such as eu-west-1") { name in
            let words = name.split(separator: "-", omittingEmptySubsequences: false)
            return (3...5).contains(words.count) && name.utf8.count <= 32
                && words.allSatisfy { word in
                    !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
                }
        }
    }

    /// Reads a path that stays within the folder it begins in; `.` is that folder.
    mutating func path(_ node: ConfigurationNode?, key: String) -> String? {
        let expected = "a path without '..' in it, that does not begin with '/'"
        let path = word(node, key: key, for: .release, expected: expected) { path in
            !path.isEmpty && !path.hasPrefix("/") && !path.unicodeScalars.contains("\0")
                && !path.split(separator: "/").contains("..")
        }
        guard let path else { return nil }
        let parts = path.split(separator: "/").filter { $0 != "." }
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    mutating func checkRoot(_ artifacts: [RecipeArtifact], model: ModelRule?, at origin: Origin) {
        guard let place = model?.origin ?? artifacts.first(where: \.isOurs)?.origin else { return }
        let reason = model == nil ? "its artifact is made" : "its model is kept"
        note(place, "root of \(handle) is missing; expected the folder that \(reason) \(model == nil ? "of" : "in")")
    }
}
