/// The steps of a lifecycle, whatever selection keys stand around them.
struct LintedLifecycle: Sendable {
    /// What stands at a place where a step is expected.
    struct Step: Sendable {
        /// The key in lower case: `run`.
        let name: String
        /// Where the key stands.
        let origin: Origin
        /// Its members; nil where the script stands alone.
        let keys: LintedMapping?
        /// The scripts; several where selection keys choose.
        let scripts: [ConfigurationNode]
        /// The value.
        let value: ConfigurationNode
    }

    let origin: Origin
    let claim: LiteClaim
    /// Known steps in reading order.
    private(set) var steps: [Step] = []
    /// Entries that are neither step nor `Setenv`.
    private(set) var unknown: [ConfigurationMapping.Entry] = []
    /// Mappings of steps: the lifecycle itself, and those behind selection keys.
    private(set) var scopes: [LintedMapping] = []

    /// Reads a `Lifecycle`; nil where it is no mapping.
    init?(_ entry: ConfigurationMapping.Entry, claim: LiteClaim, isGlobal: Bool) {
        guard let keys = LintedMapping(entry.value) else { return nil }
        origin = entry.origin
        self.claim = claim
        read(keys, isGlobal: isGlobal)
    }

    /// Variables for the steps, all scopes and steps together.
    var environment: [ConfigurationMapping.Entry] {
        (scopes + steps.compactMap(\.keys)).flatMap { LintedMapping($0[RecipeKeys.setenv]?.value)?.entries ?? [] }
    }

    /// Returns the steps of that name.
    func steps(_ name: String) -> [Step] { steps.filter { $0.name == name } }

    private mutating func read(_ keys: LintedMapping, isGlobal: Bool) {
        scopes.append(keys)
        for entry in keys.entries {
            let name = entry.key.lowercased()
            if RecipeKeys.steps.contains(name) {
                if !entry.value.isNull { read(name, entry.origin, entry.value, isGlobal: isGlobal) }
            } else if name == RecipeKeys.setenv.lowercased() {
                continue
            } else if isGlobal, let selected = LintedMapping(entry.value), Self.holdsSteps(selected) {
                read(selected, isGlobal: true)
            } else {
                unknown.append(entry)
            }
        }
    }

    private mutating func read(_ name: String, _ origin: Origin, _ value: ConfigurationNode, isGlobal: Bool) {
        guard let keys = LintedMapping(value) else {
            steps.append(Step(name: name, origin: origin, keys: nil, scripts: [value], value: value))
            return
        }
        let known = RecipeKeys.step.contains { keys[$0] != nil }
        if isGlobal, !known, !keys.entries.isEmpty {
            for entry in keys.entries { read(name, entry.origin, entry.value, isGlobal: isGlobal) }
            return
        }
        var scripts: [ConfigurationNode] = []
        if let script = keys["Script"]?.value {
            let selected = isGlobal ? LintedMapping(script)?.entries.map(\.value) : nil
            scripts = selected ?? [script]
        }
        steps.append(Step(name: name, origin: origin, keys: keys, scripts: scripts, value: value))
    }

    private static func holdsSteps(_ keys: LintedMapping) -> Bool {
        RecipeKeys.steps.contains { keys[$0] != nil }
    }
}
