/// A field of a message in the wire format of Protocol Buffers.
struct ProtobufField {
    /// Its number.
    let number: UInt64
    /// What it holds.
    let content: Content

    enum Content {
        case varint(UInt64)
        /// Bytes, a text or a message: where they lie.
        case range(Range<Int64>)
        /// Four or eight bytes that nobody here looks at.
        case fixed
    }
}
