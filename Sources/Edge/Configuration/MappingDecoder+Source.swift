import MQTT
import Recipes
import Telemetry

/// Where the telemetry of a binding comes from.
extension MappingDecoder {
    /// How payloads are written, as the configuration names it.
    enum Decoder: String, Sendable, CaseIterable {
        case json, csv, float32, number
    }

    /// The source as it is written; `isShared` is nil where it is not.
    struct Source {
        let topic: String
        let qos: Int
        let isShared: Bool?
    }

    private static let sourceKeys = ["topic", "qos", "decoder", "columns", "delimiter", "share"]

    mutating func source(_ surroundings: BindingSurroundings) -> (Source?, PayloadFormat?) {
        let found = section("source", keys: Self.sourceKeys) { source in
            (
                source.topics(surroundings),
                source.value("qos", .whole(0...1), default: 1),
                source.format(),
                source.optional("share", .boolean, default: "default (with instance, where there is no state)")
            )
        }
        guard let (topic, qos, format, share) = found else {
            note(place(of: "source"), "\(label).source is missing; expected a mapping with topic")
            return (nil, nil)
        }
        return (topic.map { Source(topic: $0, qos: qos, isShared: share) }, format)
    }

    /// The filter, which must not match what the node says itself: it would listen to its own answers for ever.
    mutating func topics(_ surroundings: BindingSurroundings) -> String? {
        guard let topic = required("topic", .topicFilter(node: surroundings.node)),
            let filter = TopicFilter(topic)
        else { return nil }
        if let own = surroundings.ownOutputs.first(where: { $0.overlaps(filter) }) {
            note(
                place(of: "topic"),
                "\(label).topic is '\(topic)', which matches what this node publishes itself (\(own)); "
                    + "choose a filter that leaves out \(surroundings.prefix)/\(surroundings.node)"
            )
            return nil
        }
        return topic
    }

    /// How payloads are written.
    mutating func format() -> PayloadFormat? {
        let decoder = value("decoder", .choice(), default: Decoder.json)
        if decoder != .csv {
            for key in ["columns", "delimiter"] where node(key) != nil {
                note(
                    place(of: key),
                    "\(label).\(key) is for decoder csv, but the decoder is \(decoder.rawValue); leave it out"
                )
            }
        }
        switch decoder {
        case .json: return .json
        case .float32: return .float32
        case .number: return .number
        case .csv:
            let columns = list("columns", .text(upTo: 1000))
            let delimiter = value("delimiter", .delimiter, default: UInt8(ascii: ","))
            return .csv(columns: columns, delimiter: delimiter)
        }
    }
}

extension ValueRule where Value == UInt8 {
    /// What separates cells: one character, or the word `tab`.
    static let delimiter = ValueRule(
        expectation: "one character such as ',' or ';', or tab",
        read: { text in
            if text.lowercased() == "tab" { return UInt8(ascii: "\t") }
            return text.utf8.count == 1 ? text.utf8.first : nil
        },
        write: { $0 == UInt8(ascii: "\t") ? "tab" : "\"\(Character(Unicode.Scalar($0)))\"" }
    )
}
