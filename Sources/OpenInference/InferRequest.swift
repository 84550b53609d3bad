public import Tensors

/// An inference request of the Open Inference Protocol, version 2.
public struct InferRequest: Sendable {
    /// What the requester calls this request; goes back unchanged.
    public let id: String?
    /// The topic that the answer is wanted on (`reply_to`, for MQTT 3.1.1); not yet checked to be a topic.
    public let replyTo: String?
    /// The tensors, in the order of the body, at least one.
    ///
    /// Names may repeat until ``SignatureCheck`` has passed.
    public let inputs: [Tensor]
    /// The names of the outputs that are wanted, in their order; empty for all.
    public let outputs: [String]

    /// Makes a request.
    public init(id: String? = nil, replyTo: String? = nil, inputs: [Tensor], outputs: [String] = []) {
        self.id = id
        self.replyTo = replyTo
        self.inputs = inputs
        self.outputs = outputs
    }
}
