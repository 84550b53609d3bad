/// One manifest: what one platform gets.
struct LintedManifest: Sendable {
    let origin: Origin
    let keys: LintedMapping
    let platform: LintedMapping?
    let claim: LiteClaim
    let lifecycle: LintedLifecycle?
    let artifacts: [LintedArtifact]

    init(_ keys: LintedMapping, form: LintedRecipe.Form, origin: Origin) {
        self.origin = origin
        self.keys = keys
        platform = LintedMapping(keys["Platform"]?.value)
        let claim = Self.claim(platform, form: form)
        self.claim = claim
        lifecycle = keys["Lifecycle"].flatMap { LintedLifecycle($0, claim: claim, isGlobal: false) }
        artifacts = (keys["Artifacts"]?.value.elements ?? []).compactMap(LintedArtifact.init)
    }

    /// Returns the manifests; a component without a list has one, made of its own keys.
    static func all(of root: LintedMapping, form: LintedRecipe.Form) -> [LintedManifest] {
        if let list = root["Manifests"] {
            return (list.value.elements ?? []).compactMap { node in
                LintedMapping(node).map { LintedManifest($0, form: form, origin: node.origin) }
            }
        }
        return form == .component ? [LintedManifest(root, form: form, origin: root.origin)] : []
    }

    /// The platform without the values that fit every device.
    var demands: [String: String] {
        var demands: [String: String] = [:]
        for entry in platform?.entries ?? [] {
            guard let value = entry.value.text, !Self.isWildcard(value, of: entry.key) else { continue }
            demands[entry.key] = value
        }
        return demands
    }

    private static func isWildcard(_ value: String, of key: String) -> Bool {
        value == "*" || (["os", "architecture"].contains(key) && ["all", "any"].contains(value.lowercased()))
    }

    private static func claim(_ platform: LintedMapping?, form: LintedRecipe.Form) -> LiteClaim {
        guard let runtime = platform?.entries.first(where: { $0.key == "runtime" })?.value.text else {
            return form == .component ? .shared : .none
        }
        switch runtime {
        case "*": return .shared
        case "aws_nucleus_lite": return .only
        default: return .none
        }
    }
}
