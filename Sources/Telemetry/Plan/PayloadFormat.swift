/// How a payload is written.
public enum PayloadFormat: Sendable, Equatable {
    /// An object, or an array of objects each of which is a reading; strict RFC 8259.
    case json
    /// Lines of cells. With `columns` every line is a reading; without, the first line names the columns.
    case csv(columns: [String]? = nil, delimiter: UInt8 = UInt8(ascii: ","))
    /// Rows of little-endian floats of 32 bits, one for each field, in the order of the fields.
    case float32
    /// One number as text: the only field, whose path is `$`.
    case number
}
