/// A message in the wire format of Protocol Buffers, built field by field.
struct ProtobufMessage {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// Makes a message that the closure fills.
    init(_ fill: (inout ProtobufMessage) -> Void = { _ in }) { fill(&self) }

    /// Appends a whole number.
    mutating func append(_ number: Int, as field: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: Int64(number)))
    }

    /// Appends bytes behind their length.
    mutating func append(_ content: [UInt8], as field: Int) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    /// Appends a text.
    mutating func append(_ text: String, as field: Int) { append(Array(text.utf8), as: field) }

    /// Appends a message.
    mutating func append(_ message: ProtobufMessage, as field: Int) { append(message.bytes, as: field) }

    private mutating func varint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
