import CMosquitto

extension MessageProperties {
    /// Adds all that is set to a list that goes out; none of it is invalid for a PUBLISH.
    ///
    /// The texts are lent to the library, which copies them: passed as they are, Swift would copy each once more.
    func add(to list: inout OpaquePointer?) {
        if let responseTopic { unsafe Self.add(responseTopic, as: MQTT_PROP_RESPONSE_TOPIC, to: &list) }
        correlationData?.withBytes { bytes in
            unsafe bytes.withUnsafeBytes { bytes in
                let kind = Int32(MQTT_PROP_CORRELATION_DATA.rawValue)
                unsafe mosquitto_property_add_binary(&list, kind, bytes.baseAddress, UInt16(bytes.count))
            }
        }
        if let expiry {
            unsafe mosquitto_property_add_int32(&list, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), expiry)
        }
        if let contentType { unsafe Self.add(contentType, as: MQTT_PROP_CONTENT_TYPE, to: &list) }
        for pair in userProperties { unsafe Self.add(pair, to: &list) }
    }

    private static func add(_ text: String, as kind: mqtt5_property, to list: inout OpaquePointer?) {
        _ = unsafe text.withCString { unsafe mosquitto_property_add_string(&list, Int32(kind.rawValue), $0) }
    }

    private static func add(_ pair: UserProperty, to list: inout OpaquePointer?) {
        unsafe pair.name.withCString { name in
            _ = unsafe pair.value.withCString { value in
                let kind = Int32(MQTT_PROP_USER_PROPERTY.rawValue)
                unsafe mosquitto_property_add_string_pair(&list, kind, name, value)
            }
        }
    }
}
