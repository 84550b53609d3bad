public import Tensors

/// What a model file says of itself.
public struct ModelDescription: Sendable, Equatable {
    /// The inputs, in the graph's order.
    public let inputs: [TensorSignature]
    /// The outputs, in the graph's order.
    public let outputs: [TensorSignature]
    /// The tool that wrote the file; empty when it does not say.
    public let producer: String
    /// The name of the graph.
    public let graph: String
    /// The model's domain, in reverse-DNS form; mostly empty.
    public let domain: String
    /// The documentation string of the model.
    public let summary: String
    /// The author's version number; 0 when none was given.
    public let version: Int64
    /// The custom metadata.
    public let metadata: [String: String]

    /// The version under which it is served: the author's number, "1" when none was given.
    public var servedVersion: String { version > 0 ? String(version) : "1" }

    /// Makes a description.
    public init(
        inputs: [TensorSignature],
        outputs: [TensorSignature],
        producer: String = "",
        graph: String = "",
        domain: String = "",
        summary: String = "",
        version: Int64 = 0,
        metadata: [String: String] = [:]
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.producer = producer
        self.graph = graph
        self.domain = domain
        self.summary = summary
        self.version = version
        self.metadata = metadata
    }
}
