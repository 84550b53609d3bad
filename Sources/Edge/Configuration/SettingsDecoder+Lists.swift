import Recipes

extension SettingsDecoder {
    /// The texts of a list, or `fallback` when the key is absent or null.
    ///
    /// What is wrong is noted and left out; `judge` sees what is right, with its place. `noun` is in the plural.
    mutating func list(
        _ key: RuntimeKey,
        _ rule: ValueRule<String>,
        of noun: String,
        default fallback: [String],
        judge: (inout SettingsDecoder, String, Origin) -> Void = { _, _, _ in }
    ) -> [String] {
        guard let list = tree.value(at: key.path), !list.isNull else {
            show(key, flow(fallback.map(rule.write)), EffectiveValue.byDefault)
            return fallback
        }
        guard case .sequence(let nodes) = list.content else {
            note(list.origin, "\(key.rawValue) is \(list.found); expected a list of \(noun)")
            return []
        }
        var elements: [String] = []
        var shown: [String] = []
        for (place, node) in nodes.enumerated() {
            guard case .scalar(let scalar) = node.content, let element = rule.read(scalar.text) else {
                note(node.origin, "\(key.rawValue)[\(place)] is \(node.found); expected \(rule.expectation)")
                continue
            }
            judge(&self, element, node.origin)
            elements.append(element)
            shown.append(scalar.isSecret ? EffectiveValue.masked : rule.write(element))
        }
        show(key, flow(shown), list.origin.line)
        return elements
    }

    private func flow(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }
}
