/// A request on its way to a model.
public struct InferCall: Sendable {
    /// The model's name, as it was sent.
    public var model: String
    /// The version that is asked for; nil: the one that serves.
    public var version: String?
    /// What is asked.
    public var request: InferRequest
    /// Says who asks: the same text for the same client; called only while a share of all clients goes to a candidate.
    public var client: @Sendable () -> String

    /// Makes a call.
    public init(
        model: String,
        version: String? = nil,
        request: InferRequest,
        client: @escaping @Sendable () -> String = { "" }
    ) {
        self.model = model
        self.version = version
        self.request = request
        self.client = client
    }
}
