import MQTT
import Storage

/// A document on its way out.
struct Letter {
    /// Its place in the order of all letters of this data folder.
    let sequence: Int64
    /// When it was made: milliseconds since 1970-01-01T00:00:00Z.
    let time: Int64
    /// What it is.
    let kind: Outbox.Kind
    /// Where it goes.
    let topic: TopicName
    /// The attributes of an event whose document is its data alone; else empty.
    let attributes: [UserProperty]
    /// A JSON object without its closing brace.
    let document: [UInt8]
    /// What waits for it to be safe.
    var hold: SharedHold?

    /// The bytes that it counts for.
    var size: Int { stored.size }

    /// The letter as it lies on the disk.
    var stored: StoredMessage {
        StoredMessage(
            sequence: sequence,
            time: time,
            kind: kind.rawValue,
            topic: topic.description,
            attributes: attributes.isEmpty ? [] : attributes.bytes,
            document: document
        )
    }

    /// What goes over the wire.
    func payload(replayed: Bool) -> [UInt8] {
        var bytes = document
        switch (kind, replayed && attributes.isEmpty) {
        case (_, true): bytes += ",\"replayed\":true}".utf8
        case (.prediction, false): bytes += ",\"replayed\":false}".utf8
        case (.event, false): bytes.append(UInt8(ascii: "}"))
        }
        return bytes
    }

    /// What goes over the wire beside the payload, in MQTT 5.
    func properties(replayed: Bool) -> MessageProperties {
        guard attributes.isEmpty else {
            let mark = replayed ? [UserProperty("replayed", "true")] : []
            return MessageProperties(contentType: "application/json", userProperties: attributes + mark)
        }
        return switch kind {
        case .prediction: MessageProperties(contentType: "application/json")
        case .event: MessageProperties(contentType: "application/cloudevents+json; charset=utf-8")
        }
    }
}

extension Letter {
    /// Takes a letter from the disk; nil when no letter of ours could look so.
    init?(_ message: StoredMessage) {
        guard let kind = Outbox.Kind(rawValue: message.kind), let topic = TopicName(message.topic),
            let attributes = [UserProperty](bytes: message.attributes)
        else { return nil }
        self.init(
            sequence: message.sequence,
            time: message.time,
            kind: kind,
            topic: topic,
            attributes: attributes,
            document: message.document,
            hold: nil
        )
    }
}

extension [UserProperty] {
    /// Names and values in turn, a NUL behind each: MQTT allows none within them.
    fileprivate var bytes: [UInt8] {
        reduce(into: []) { bytes, property in
            for text in [property.name, property.value] {
                bytes += text.utf8
                bytes.append(0)
            }
        }
    }

    /// Takes what `bytes` has written; nil when it has not.
    fileprivate init?(bytes: [UInt8]) {
        guard bytes.isEmpty || bytes.last == 0 else { return nil }
        let texts = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard !bytes.isEmpty else {
            self = []
            return
        }
        guard texts.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: texts.count, by: 2).map { UserProperty(texts[$0], texts[$0 + 1]) }
    }
}
