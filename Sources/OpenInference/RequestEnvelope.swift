/// What is needed to send an error to whoever waits for an answer.
public struct RequestEnvelope: Sendable, Equatable {
    /// The request's `id`, where it could be read.
    public let id: String?
    /// The request's `reply_to`, where it could be read.
    public let replyTo: String?

    /// Makes an envelope.
    public init(id: String? = nil, replyTo: String? = nil) {
        self.id = id
        self.replyTo = replyTo
    }
}
