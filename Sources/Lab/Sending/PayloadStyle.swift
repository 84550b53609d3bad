public import Telemetry

/// How readings are written into payloads.
public enum PayloadStyle: Sendable, Equatable {
    /// `{"ts":1795243034120,"v":{"x":1.5}}`; a missing value is left out.
    case json(TimeFormat)
    /// One line of cells, the time first; an empty cell where a value is missing.
    case csv(TimeFormat, delimiter: UInt8)
    /// Little-endian floats of 32 bits in the order of the fields, without a time.
    case float32
    /// The only field as text, without a time.
    case number

    /// True where a value may be missing.
    public var allowsMissing: Bool {
        switch self {
        case .json, .csv: true
        case .float32, .number: false
        }
    }
}
