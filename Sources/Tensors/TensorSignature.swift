/// What a model says of one of its inputs or outputs.
public struct TensorSignature: Sendable, Hashable {
    /// The name in the graph.
    public let name: String
    /// The element type.
    public let datatype: Datatype
    /// Sizes, outermost first; nil where any size goes.
    public let dimensions: [Int?]

    /// Makes a signature.
    public init(name: String, datatype: Datatype, dimensions: [Int?]) {
        self.name = name
        self.datatype = datatype
        self.dimensions = dimensions
    }

    /// The shape as the protocol writes it: -1 where any size goes.
    public var wireShape: [Int] { dimensions.map { $0 ?? -1 } }

    /// True when a tensor of this shape is accepted.
    public func accepts(_ shape: Shape) -> Bool {
        guard shape.rank == dimensions.count else { return false }
        for place in shape.indices {
            if let size = dimensions[place], size != shape[place] { return false }
        }
        return true
    }
}
