import Recipes

extension SettingsDecoder {
    mutating func requests(node: Name, prefix: TopicPrefix) -> Settings.Requests {
        Settings.Requests(
            enabled: value(.requestsEnabled, .boolean, default: true),
            qos: value(.requestsQoS, .whole(0...1), default: 1),
            burst: value(.requestsBurst, .whole(1...1024), default: 64),
            acknowledge: value(.requestsAcknowledge, .choice(), default: .afterAnswer),
            responseAllow: responseAllow(node: node, prefix: prefix)
        )
    }

    private mutating func responseAllow(node: Name, prefix: TopicPrefix) -> [String] {
        let key = RuntimeKey.requestsResponseAllow
        let rule = ValueRule<String>.topicFilter(node: node)
        guard let list = tree.value(at: key.path), !list.isNull else {
            let filters = Defaults.responseAllow(node: node, prefix: prefix)
            show(key, flow(filters.map(rule.write)), EffectiveValue.byDefault)
            return filters
        }
        guard case .sequence(let nodes) = list.content else {
            note(list.origin, "\(key.rawValue) is \(list.found); expected a list of topic filters")
            return []
        }
        var filters: [String] = []
        var shown: [String] = []
        for (place, node) in nodes.enumerated() {
            guard case .scalar(let scalar) = node.content, let filter = rule.read(scalar.text) else {
                note(node.origin, "\(key.rawValue)[\(place)] is \(node.found); expected \(rule.expectation)")
                continue
            }
            if filter == "#" {
                warn(node.origin, "\(key.rawValue) has '#', so that any requester may have us publish to any topic")
            }
            filters.append(filter)
            shown.append(scalar.isSecret ? EffectiveValue.masked : rule.write(filter))
        }
        show(key, flow(shown), list.origin.line)
        return filters
    }

    private func flow(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }
}
