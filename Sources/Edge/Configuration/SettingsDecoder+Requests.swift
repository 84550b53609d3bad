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
        return list(
            key,
            .topicFilter(node: node),
            of: "topic filters",
            default: Defaults.responseAllow(node: node, prefix: prefix)
        ) { decoder, filter, origin in
            guard filter == "#" else { return }
            decoder.warn(origin, "\(key.rawValue) has '#', so that any requester may have us publish to any topic")
        }
    }
}
