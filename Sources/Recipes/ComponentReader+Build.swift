extension ComponentReader {
    private enum System: String, CaseIterable {
        case zip, custom
    }

    mutating func build(_ node: ConfigurationNode?) -> BuildRule {
        guard let node else { return .zip(name: nil, excludes: []) }
        let keys = ["build_system", "zip_name", "excludes", "custom_build_command", "options"]
        let fields = fields(node, keys: keys, name: "build")
        let options = fields["options"].map { self.fields($0, keys: ["zip_name", "excludes"], name: "options") }
        let system: System = choice(fields["build_system"], key: "build_system", for: .release) ?? .zip
        let command = command(fields, isCustom: system == .custom, at: node.origin)
        let name = zipName(fields["zip_name"] ?? options?["zip_name"])
        let excludes = fields["excludes"] ?? options?["excludes"]
        let patterns = words(excludes, key: "excludes", of: "patterns such as '**/.git/**'")
        if system == .custom {
            for (key, value) in [("zip_name", fields["zip_name"] ?? options?["zip_name"]), ("excludes", excludes)] {
                guard let value else { continue }
                note(value.origin, "\(key) of \(handle) goes with build_system: zip; leave one of the two out")
            }
            return .custom(command: command)
        }
        return .zip(name: name, excludes: patterns)
    }

    private mutating func command(_ fields: ComponentFields, isCustom: Bool, at origin: Origin) -> [String] {
        let key = "custom_build_command"
        let example = "a list of words such as [\"bash\", \"build.sh\"]"
        guard let node = fields[key] else {
            if isCustom { note(origin, "\(key) of \(handle) is missing; expected \(example)") }
            return []
        }
        if !isCustom {
            note(node.origin, "\(key) of \(handle) goes with build_system: custom; expected that, or no command")
        }
        if case .scalar = node.content {
            note(node.origin, "\(key) of \(handle) is \(node.found); expected \(example), since no shell splits it")
            return []
        }
        let before = problems.count + missingInRelease.count
        let command = words(node, key: key, of: "words such as \"bash\"")
        if command.isEmpty, before == problems.count + missingInRelease.count {
            note(node.origin, "\(key) of \(handle) is empty; expected \(example)")
        }
        return command
    }

    private mutating func zipName(_ node: ConfigurationNode?) -> String? {
        let expected = "a file's name without '/' in it"
        let name = word(node, key: "zip_name", for: .release, expected: expected) { isFileName($0) }
        guard let name else { return nil }
        return name.hasSuffix(".zip") && name != ".zip" ? String(name.dropLast(4)) : name
    }
}

/// Returns true for what can be the name of a file in any folder.
func isFileName(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && text != "." && text != ".."
        && !text.unicodeScalars.contains { $0 == "/" || $0.value < 0x20 || $0.value == 0x7F }
}
