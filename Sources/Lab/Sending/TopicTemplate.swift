public import MQTT

/// A topic with places for names: `plant/{site}/{kind}/{device}/telemetry`.
public struct TopicTemplate: Sendable, Equatable, CustomStringConvertible {
    private enum Part: Sendable, Equatable {
        case text(String)
        case name(String)
    }

    /// The template as written.
    public let description: String
    private let parts: [Part]

    /// Reads a template.
    /// - Throws: what in it makes no topic.
    public init(_ text: String) throws(LabError) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw LabError("topic '\(text)': close '{' with '}'")
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard !name.isEmpty, !name.contains("{") else {
                throw LabError("topic '\(text)': put a name between '{' and '}'")
            }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.name(name))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        let example = parts.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
        guard TopicName(example) != nil else {
            throw LabError("topic '\(text)': a topic is not empty and has no '+' and '#'")
        }
        description = text
        self.parts = parts
    }

    /// The names that it has places for, each once, in order.
    public var names: [String] {
        var names: [String] = []
        for case .name(let name) in parts where !names.contains(name) { names.append(name) }
        return names
    }

    /// The topic with values in the places of the names.
    /// - Throws: which value cannot stand in a topic.
    public func topic(_ values: [String: String]) throws(LabError) -> TopicName {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .name(let name):
                guard let value = values[name] else {
                    throw LabError(
                        "topic '\(description)': there is no '\(name)'; there are \(values.keys.sorted().joined(separator: ", "))"
                    )
                }
                guard !value.isEmpty, !value.utf8.contains(UInt8(ascii: "/")), TopicName(value) != nil else {
                    throw LabError(
                        "'\(value)' for {\(name)} cannot stand in a topic; it must not be empty nor have '/', '+' or '#'"
                    )
                }
                text += value
            }
        }
        guard let topic = TopicName(text) else { throw LabError("'\(text.prefix(100))' is no topic") }
        return topic
    }
}
