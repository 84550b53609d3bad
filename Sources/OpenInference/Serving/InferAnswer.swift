public import Tensors

/// What a model made of a request.
public struct InferAnswer: Sendable {
    /// The answer, ready to be encoded; its outputs may hold rows of other requests beside its `rows`.
    public var response: InferResponse
    /// The version that answered.
    public var version: String
    /// Names of classes, where the model has any.
    public var classes: ClassNames

    /// Makes an answer.
    public init(response: InferResponse, version: String, classes: ClassNames = .none) {
        self.response = response
        self.version = version
        self.classes = classes
    }

    /// The outputs with the request's own rows alone: copies where a batch was shared.
    public var ownOutputs: [Tensor] {
        guard let rows = response.rows else { return response.outputs }
        return response.outputs.map { $0.part(rows) }
    }
}

extension Tensor {
    /// Some of the rows as a tensor of its own; the whole tensor where it has none.
    func part(_ rows: Range<Int>) -> Tensor {
        guard let shape = shape.with(rows: rows.count) else { return self }
        let bytes = Array(self.bytes[self.bytes(ofRows: rows)])
        return Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes) ?? self
    }
}
