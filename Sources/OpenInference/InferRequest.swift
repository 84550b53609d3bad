public import Tensors

/// An inference request of the Open Inference Protocol, version 2.
///
/// A request can be filled again and again by ``RequestDecoder/decode(_:encoding:inputs:into:)``, which then uses the
/// memory of what it held before.
public struct InferRequest: Sendable {
    /// What the requester calls this request, in UTF-8; nil without one.
    ///
    /// It goes back unchanged.
    public internal(set) var id: [UInt8]?
    /// The topic that the answer is wanted on (`reply_to`, for MQTT 3.1.1); not yet checked to be a topic.
    public internal(set) var replyTo: String?
    /// The tensors, in the order of the body, at least one.
    ///
    /// Names may repeat until ``SignatureCheck`` has passed.
    public internal(set) var inputs: [Tensor]
    /// The outputs that are wanted, in their order; empty for all.
    public internal(set) var outputs: [RequestedOutput]
    /// True when outputs are wanted as binary tensors, where they do not say otherwise themselves.
    public internal(set) var prefersBinary: Bool
    /// How long the requester is ready to wait, in microseconds; nil: without a limit.
    public internal(set) var timeoutMicroseconds: Int?

    /// Makes a request.
    public init(
        id: String? = nil,
        replyTo: String? = nil,
        inputs: [Tensor],
        outputs: [RequestedOutput] = [],
        prefersBinary: Bool = false,
        timeoutMicroseconds: Int? = nil
    ) {
        self.id = id.map { Array($0.utf8) }
        self.replyTo = replyTo
        self.inputs = inputs
        self.outputs = outputs
        self.prefersBinary = prefersBinary
        self.timeoutMicroseconds = timeoutMicroseconds
    }

    /// Makes a request that is there to be filled.
    public init() { self.init(inputs: []) }

    /// The same request without tensors: what is needed to write its answer.
    public var form: InferRequest {
        InferRequest(inputs: [], outputs: outputs, prefersBinary: prefersBinary)
    }

    /// True when classes are wanted instead of an output's numbers.
    public var wantsClasses: Bool { outputs.contains { $0.classes != nil } }

    /// True when the output at a place of the answer is wanted as a binary tensor.
    public func wantsBinary(output index: Int) -> Bool {
        outputs.indices.contains(index) ? outputs[index].isBinary ?? prefersBinary : prefersBinary
    }
}

/// One of the outputs that a request asks for.
public struct RequestedOutput: Sendable, Equatable {
    /// The output's name; not yet checked to be the model's.
    public internal(set) var name: String
    /// Whether it is wanted as a binary tensor; nil: as the request says for all.
    public internal(set) var isBinary: Bool?
    /// How many of the highest classes are wanted instead of the numbers; nil: the numbers.
    public internal(set) var classes: Int?

    /// Makes one.
    public init(_ name: String, isBinary: Bool? = nil, classes: Int? = nil) {
        self.name = name
        self.isBinary = isBinary
        self.classes = classes
    }
}
