import MQTT

/// The address of a text's bytes; nil for one without.
func place(of text: String?) -> UInt? {
    unsafe text?.utf8.withContiguousStorageIfAvailable { UInt(bitPattern: $0.baseAddress) }
}

/// The address of an array's elements.
func place(of pairs: [UserProperty]) -> UInt {
    unsafe pairs.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
}
