/// A named, dense, row-major array of numbers.
public struct Tensor: Sendable, Equatable {
    /// The numbers, in row-major order.
    public enum Elements: Sendable, Equatable {
        case fp32([Float])
        case int64([Int64])

        /// The number of elements.
        public var count: Int {
            switch self {
            case .fp32(let values): values.count
            case .int64(let values): values.count
            }
        }
    }

    /// The input or output of the model that it belongs to.
    public let name: String
    /// The dimensions; `shape.count` equals `elements.count`.
    public let shape: Shape
    /// The numbers.
    public let elements: Elements

    /// Makes a tensor; nil when the number of elements is not what the shape says.
    public init?(name: String, shape: Shape, elements: Elements) {
        guard shape.count == elements.count else { return nil }
        self.name = name
        self.shape = shape
        self.elements = elements
    }

    /// The element type.
    public var datatype: Datatype {
        switch elements {
        case .fp32: .fp32
        case .int64: .int64
        }
    }
}
