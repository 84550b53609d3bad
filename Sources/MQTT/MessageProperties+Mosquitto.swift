import CMosquitto
import Glibc

extension MessageProperties {
    /// Reads what came with a message.
    init(reading list: OpaquePointer?) {
        self.init()
        var next = unsafe list
        while let property = unsafe next {
            switch UInt32(unsafe mosquitto_property_identifier(property)) {
            case MQTT_PROP_RESPONSE_TOPIC.rawValue:
                responseTopic = unsafe readString(property, MQTT_PROP_RESPONSE_TOPIC)
            case MQTT_PROP_CONTENT_TYPE.rawValue:
                contentType = unsafe readString(property, MQTT_PROP_CONTENT_TYPE)
            case MQTT_PROP_CORRELATION_DATA.rawValue:
                correlationData = unsafe readBinary(property)
            case MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue:
                var value: UInt32 = 0
                unsafe mosquitto_property_read_int32(
                    property,
                    Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue),
                    &value,
                    false
                )
                expiry = value
            case MQTT_PROP_USER_PROPERTY.rawValue:
                if let pair = unsafe readPair(property) { userProperties.append(pair) }
            default: break
            }
            unsafe next = mosquitto_property_next(property)
        }
    }

    private func readString(_ property: OpaquePointer, _ kind: mqtt5_property) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        defer { unsafe free(text) }
        unsafe mosquitto_property_read_string(property, Int32(kind.rawValue), &text, false)
        return unsafe text.map { unsafe String(cString: $0) }
    }

    private func readBinary(_ property: OpaquePointer) -> [UInt8] {
        var bytes: UnsafeMutableRawPointer?
        var count: UInt16 = 0
        defer { unsafe free(bytes) }
        unsafe mosquitto_property_read_binary(
            property,
            Int32(MQTT_PROP_CORRELATION_DATA.rawValue),
            &bytes,
            &count,
            false
        )
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(count)))
    }

    private func readPair(_ property: OpaquePointer) -> UserProperty? {
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<CChar>?
        defer {
            unsafe free(name)
            unsafe free(value)
        }
        unsafe mosquitto_property_read_string_pair(
            property,
            Int32(MQTT_PROP_USER_PROPERTY.rawValue),
            &name,
            &value,
            false
        )
        guard let name = unsafe name, let value = unsafe value else { return nil }
        return unsafe UserProperty(String(cString: name), String(cString: value))
    }
}

extension Mosquitto {
    /// Adds properties to a list that goes out; none of ours is invalid for a PUBLISH.
    func add(_ properties: MessageProperties, to list: inout OpaquePointer?) {
        if let text = properties.responseTopic {
            unsafe mosquitto_property_add_string(&list, Int32(MQTT_PROP_RESPONSE_TOPIC.rawValue), text)
        }
        if let bytes = properties.correlationData {
            let count = UInt16(clamping: bytes.count)
            unsafe mosquitto_property_add_binary(&list, Int32(MQTT_PROP_CORRELATION_DATA.rawValue), bytes, count)
        }
        if let seconds = properties.expiry {
            unsafe mosquitto_property_add_int32(&list, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), seconds)
        }
        if let text = properties.contentType {
            unsafe mosquitto_property_add_string(&list, Int32(MQTT_PROP_CONTENT_TYPE.rawValue), text)
        }
        for pair in properties.userProperties {
            unsafe mosquitto_property_add_string_pair(
                &list,
                Int32(MQTT_PROP_USER_PROPERTY.rawValue),
                pair.name,
                pair.value
            )
        }
    }
}
