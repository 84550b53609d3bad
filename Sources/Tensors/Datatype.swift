/// An element type of the Open Inference Protocol that Marram computes with.
public enum Datatype: String, Sendable, Hashable, CaseIterable {
    case fp32 = "FP32"
    case int64 = "INT64"

    /// Bytes that one element takes in memory.
    public var byteWidth: Int {
        switch self {
        case .fp32: 4
        case .int64: 8
        }
    }
}
