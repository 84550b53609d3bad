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
            document: document
        )
    }

    /// What goes over the wire.
    func payload(replayed: Bool) -> [UInt8] {
        var bytes = document
        switch (kind, replayed) {
        case (_, true): bytes += ",\"replayed\":true}".utf8
        case (.prediction, false): bytes += ",\"replayed\":false}".utf8
        case (.event, false): bytes.append(UInt8(ascii: "}"))
        }
        return bytes
    }
}

extension Letter {
    /// Takes a letter from the disk; nil when no letter of ours could look so.
    init?(_ message: StoredMessage) {
        guard let kind = Outbox.Kind(rawValue: message.kind), let topic = TopicName(message.topic) else { return nil }
        self.init(
            sequence: message.sequence,
            time: message.time,
            kind: kind,
            topic: topic,
            document: message.document,
            hold: nil
        )
    }
}
