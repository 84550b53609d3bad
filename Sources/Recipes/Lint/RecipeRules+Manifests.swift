extension RecipeRules {
    /// Checks which manifests devices choose.
    mutating func checkManifests() {
        let list = recipe.root["Manifests"]
        if recipe.manifests.isEmpty, list == nil || list?.value.elements?.isEmpty == true {
            let origin = list?.value.origin ?? recipe.origin
            error(.manifestMissing, origin, "there is no manifest", "write Manifests with one manifest at least")
        }
        checkOrder()
        for manifest in recipe.manifests { checkSelections(manifest) }
    }

    private mutating func checkOrder() {
        let manifests = recipe.manifests
        for (place, manifest) in manifests.enumerated() {
            guard let first = manifests[..<place].first(where: { Self.covers($0, manifest) }) else { continue }
            error(
                .manifestUnreachable,
                manifest.origin,
                "no device gets this manifest: the one at \(first.origin) fits all that it fits, and the first wins",
                "put the more particular one first, or take one out"
            )
        }
        guard let last = manifests.last, manifests.count > 1, !manifests.contains(where: \.demands.isEmpty) else {
            return
        }
        warn(
            .manifestNoCatchAll,
            last.origin,
            "devices of other platforms cannot install the component: no manifest is for all of them",
            "end with a manifest whose Platform is {os: all}, or be sure that this is meant"
        )
    }

    /// Returns true where every device that fits the second fits the first.
    private static func covers(_ first: LintedManifest, _ second: LintedManifest) -> Bool {
        guard first.claim != .none || second.claim == .none else { return false }
        let demands = second.demands
        return first.demands.allSatisfy { demands[$0.key] == $0.value }
    }

    private mutating func checkSelections(_ manifest: LintedManifest) {
        guard let selections = manifest.keys["Selections"] else { return }
        if manifest.keys["Lifecycle"] != nil {
            let message = "Selections have no effect: the manifest has a Lifecycle of its own"
            warn(.manifestSelections, selections.origin, message, "take one of the two out")
        } else if recipe.lifecycle == nil {
            let message = "Selections have no effect: the recipe has no Lifecycle at its top"
            warn(.manifestSelections, selections.origin, message, "write the Lifecycle, or take Selections out")
        }
    }
}

extension RecipeRules {
    private static let systems = ["linux", "windows", "darwin"]
    private static let architectures = ["amd64", "arm", "aarch64", "x86"]
    private static let otherNames = [
        "macos": "darwin", "osx": "darwin", "debian": "linux", "ubuntu": "linux", "win32": "windows",
        "x86_64": "amd64", "x64": "amd64", "arm64": "aarch64", "armv8": "aarch64", "armv7l": "arm", "armhf": "arm",
        "i386": "x86", "i686": "x86",
    ]

    /// Checks what a manifest asks of a device.
    mutating func checkPlatform(_ manifest: LintedManifest) {
        for entry in manifest.platform?.entries ?? [] { checkPlatform(entry, manifest.claim) }
        let hasRuntime = manifest.platform?.entries.contains { $0.key == "runtime" } ?? false
        if !isComponent, !hasRuntime {
            warn(
                .liteRuntime,
                manifest.platform?.origin ?? manifest.origin,
                "nucleus lite passes this manifest over: Platform has no runtime",
                "write runtime: \"*\" in Platform, which the classic nucleus takes as well"
            )
        }
    }

    private mutating func checkPlatform(_ entry: ConfigurationMapping.Entry, _ claim: LiteClaim) {
        guard let value = entry.value.text else {
            return expect("a text", entry.value, "Platform.\(entry.key)")
        }
        if value.hasPrefix("/") {
            checkPattern(value, entry)
            let name = entry.key == "os" || entry.key == "architecture" ? "a manifest each" : "exact values"
            return lite(
                .litePlatform,
                claim,
                entry.value.origin,
                "nucleus lite takes the regular expression \(quoted(value)) for a name",
                "write \(name) for what it matches"
            )
        }
        guard value == "*" || value.first?.isLetter == true || value.first?.isNumber == true else {
            return error(
                .platformValue,
                entry.value.origin,
                "Platform.\(entry.key) is \(entry.value.found)",
                "write a value that begins with a letter or digit, \"*\", or a regular expression between slashes"
            )
        }
        checkKnown(value, entry)
    }

    private mutating func checkPattern(_ value: String, _ entry: ConfigurationMapping.Entry) {
        let pattern = value.dropFirst().dropLast()
        guard value.count > 2, value.hasSuffix("/"), (try? Regex(String(pattern))) != nil else {
            return error(
                .platformValue,
                entry.value.origin,
                "Platform.\(entry.key) is \(entry.value.found), which is no regular expression between slashes",
                "write /…/ around it, and mend it"
            )
        }
    }

    private mutating func checkKnown(_ value: String, _ entry: ConfigurationMapping.Entry) {
        let known: [String]
        switch entry.key {
        case "os": known = Self.systems + ["all", "any", "*"]
        case "architecture": known = Self.architectures + ["all", "any", "*"]
        case "runtime": known = ["*", "aws_nucleus_lite"]
        default: return
        }
        guard !known.contains(value) else { return }
        let nearest = Self.otherNames[value.lowercased()] ?? NearestKey.nearest(to: value, among: known)
        warn(
            .platformUnknown,
            entry.value.origin,
            "Platform.\(entry.key) is \(entry.value.found), which devices do not call themselves",
            nearest.map { "write '\($0)' if that is meant" } ?? "write one of: \(known.joined(separator: ", "))"
        )
    }
}
