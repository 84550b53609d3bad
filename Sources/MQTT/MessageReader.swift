import CMosquitto
import Glibc

/// Reads what the library delivers, and remembers enough of what came before to need no memory for what comes again.
struct MessageReader {
    /// More user properties than these are not kept for the next message.
    private static let most = 16

    private var texts = TextMemo()
    private var previousPairs: [UserProperty] = []

    /// Returns a message without its payload.
    mutating func head(
        _ message: UnsafePointer<mosquitto_message>,
        _ list: OpaquePointer?,
        redelivered: Bool
    ) -> MessageHead {
        unsafe MessageHead(
            topic: texts.text(message.pointee.topic),
            qos: message.pointee.qos == 0 ? .atMostOnce : .atLeastOnce,
            retained: message.pointee.retain,
            redelivered: redelivered,
            properties: properties(list)
        )
    }

    private mutating func properties(_ list: OpaquePointer?) -> MessageProperties {
        var properties = MessageProperties()
        var pairs = 0
        var next = unsafe list
        while let property = unsafe next {
            switch UInt32(unsafe mosquitto_property_identifier(property)) {
            case MQTT_PROP_RESPONSE_TOPIC.rawValue:
                properties.responseTopic = unsafe text(property, MQTT_PROP_RESPONSE_TOPIC)
            case MQTT_PROP_CONTENT_TYPE.rawValue:
                properties.contentType = unsafe text(property, MQTT_PROP_CONTENT_TYPE)
            case MQTT_PROP_CORRELATION_DATA.rawValue:
                properties.correlationData = unsafe correlationData(property)
            case MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue:
                properties.expiry = unsafe expiry(property)
            case MQTT_PROP_USER_PROPERTY.rawValue:
                unsafe readPair(property, at: &pairs)
            default: break
            }
            unsafe next = mosquitto_property_next(property)
        }
        properties.userProperties = userProperties(pairs)
        return properties
    }

    private mutating func text(_ property: OpaquePointer, _ kind: mqtt5_property) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        defer { unsafe free(text) }
        unsafe mosquitto_property_read_string(property, Int32(kind.rawValue), &text, false)
        guard let text = unsafe text else { return nil }
        return unsafe texts.text(text)
    }

    private func correlationData(_ property: OpaquePointer) -> CorrelationData {
        var bytes: UnsafeMutableRawPointer?
        var count: UInt16 = 0
        defer { unsafe free(bytes) }
        let kind = Int32(MQTT_PROP_CORRELATION_DATA.rawValue)
        unsafe mosquitto_property_read_binary(property, kind, &bytes, &count, false)
        let read = unsafe UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(count))
        return unsafe CorrelationData(copying: read.bytes)
    }

    private func expiry(_ property: OpaquePointer) -> UInt32 {
        var seconds: UInt32 = 0
        let kind = Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue)
        unsafe mosquitto_property_read_int32(property, kind, &seconds, false)
        return seconds
    }

    // MARK: user properties

    /// Reads a pair into its place among those of the message before, which changes them only where they differ.
    private mutating func readPair(_ property: OpaquePointer, at place: inout Int) {
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<CChar>?
        defer {
            unsafe free(name)
            unsafe free(value)
        }
        let kind = Int32(MQTT_PROP_USER_PROPERTY.rawValue)
        unsafe mosquitto_property_read_string_pair(property, kind, &name, &value, false)
        guard let name = unsafe name, let value = unsafe value else { return }
        defer { place += 1 }
        if place < previousPairs.count {
            let before = previousPairs[place]
            if unsafe before.name.consists(of: name), unsafe before.value.consists(of: value) { return }
            previousPairs.removeSubrange(place...)
        }
        unsafe previousPairs.append(UserProperty(texts.text(name), texts.text(value)))
    }

    /// The pairs of the message that was read; the same array as before when nothing has changed.
    private mutating func userProperties(_ count: Int) -> [UserProperty] {
        // A message without any leaves the memory as it is: the two kinds may take turns.
        guard count > 0 else { return [] }
        if count < previousPairs.count { previousPairs.removeSubrange(count...) }
        defer { if count > Self.most { previousPairs = [] } }
        return previousPairs
    }
}
