import Foundation
import OpenInference

/// Tells of input that nobody can be told of: one CloudEvent a minute, with the count of the others.
struct InputEvents {
    private static let pause = Duration.seconds(60)

    private let source: String
    private let binding: String
    private var nextAt: ContinuousClock.Instant?
    private var suppressed = 0

    /// Tells of a binding's input; without one of requests.
    init(node: Name, binding: String = "infer") {
        source = "/marram/\(node)"
        self.binding = binding
    }

    /// An event to publish, without its closing brace, or nil when one went out within the last minute.
    mutating func event(
        topic: String,
        error: InferError,
        now: ContinuousClock.Instant,
        time: Date,
        id: UUID
    ) -> [UInt8]? {
        if let nextAt, now < nextAt {
            suppressed += 1
            return nil
        }
        let event = CloudEvent(
            id: id.uuidString.lowercased(),
            source: source,
            type: "io.marram.input.rejected.v1",
            subject: binding,
            time: time.formatted(.iso8601Milliseconds)
        )
        let content = Content(
            topic: topic,
            binding: binding,
            code: error.code.rawValue,
            reason: error.message,
            count: suppressed + 1
        )
        nextAt = now + Self.pause
        suppressed = 0
        return event.document(content)
    }

    private struct Content: Encodable {
        let topic: String
        let binding: String
        let code: String
        let reason: String
        /// Rejected inputs since the last event, this one included.
        let count: Int
    }
}
