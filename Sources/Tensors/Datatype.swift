/// An element type of the Open Inference Protocol (BF16: of Triton's extension).
public enum Datatype: String, Sendable, Hashable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "UINT8"
    case uint16 = "UINT16"
    case uint32 = "UINT32"
    case uint64 = "UINT64"
    case int8 = "INT8"
    case int16 = "INT16"
    case int32 = "INT32"
    case int64 = "INT64"
    case fp16 = "FP16"
    case bf16 = "BF16"
    case fp32 = "FP32"
    case fp64 = "FP64"
    /// Byte strings of any length, each its own.
    case bytes = "BYTES"

    /// Bytes that one element takes; nil for BYTES, whose elements differ.
    public var byteWidth: Int? {
        switch self {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .fp16, .bf16: 2
        case .uint32, .int32, .fp32: 4
        case .uint64, .int64, .fp64: 8
        case .bytes: nil
        }
    }

    /// True for numbers with a fraction, which can be NaN or infinite.
    public var isFloatingPoint: Bool {
        switch self {
        case .fp16, .bf16, .fp32, .fp64: true
        default: false
        }
    }
}
