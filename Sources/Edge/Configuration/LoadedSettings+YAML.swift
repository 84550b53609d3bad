import Recipes

extension LoadedSettings {
    /// Returns every key with the value it came to and, as a comment, where that came from; secrets are masked.
    ///
    /// The text is a configuration again: where nothing is masked, loading it gives the same settings.
    public func effectiveYAML() -> String {
        var lines: [(text: String, comment: String)] = []
        append([], to: &lines)
        let width = min(lines.lazy.filter { !$0.comment.isEmpty }.map(\.text.count).max() ?? 0, 48)
        return lines.map { text, comment in
            guard !comment.isEmpty else { return text + "\n" }
            return text + String(repeating: " ", count: max(0, width - text.count)) + "  # \(comment)\n"
        }.joined()
    }

    private func append(_ section: [String], to lines: inout [(text: String, comment: String)]) {
        let indent = String(repeating: "  ", count: section.count)
        for child in RuntimeKey.children(of: section) {
            let path = section + [child]
            if let key = RuntimeKey(rawValue: path.joined(separator: ".")) {
                append(key, child, indent, to: &lines)
            } else if isOff(path) {
                lines.append(("\(indent)\(child): null", EffectiveValue.byDefault))
            } else {
                lines.append(("\(indent)\(child):", ""))
                append(path, to: &lines)
            }
        }
    }

    /// True for a section that is there for what it turns on, and is not.
    private func isOff(_ section: [String]) -> Bool {
        switch section.joined(separator: ".") {
        case BrokerKeys.broker.tls: settings.broker.tls == nil
        case BrokerKeys.uplink.section: settings.uplink == nil
        case BrokerKeys.uplink.tls: settings.uplink?.tls == nil
        default: false
        }
    }

    private func append(
        _ key: RuntimeKey,
        _ name: String,
        _ indent: String,
        to lines: inout [(text: String, comment: String)]
    ) {
        guard let value = effective[key] else { return }
        if key == .models, !models.isEmpty {
            lines.append(("\(indent)\(name):", ""))
            for model in models {
                lines.append(("\(indent)  - name: \(model.name.text)", model.name.source))
                lines.append(("\(indent)    path: \(model.path.text)", model.path.source))
            }
            return
        }
        if key == .bindings, !bindings.isEmpty {
            lines.append(("\(indent)\(name):", ""))
            lines += bindings.map { ("\(indent)  \($0.text)", $0.source) }
            return
        }
        lines.append(("\(indent)\(name): \(value.text)", value.source))
        let password = key == .uplinkPasswordFile ? settings.uplink?.passwordFile : settings.broker.passwordFile
        if [.brokerPasswordFile, .uplinkPasswordFile].contains(key), password != nil {
            lines.append(("\(indent)# password: \"\(Secrecy.mask)\"", "read from password_file"))
        }
    }
}
