/// Predictions and events that wait until they can be sent.
package struct OutboxSection: Sendable, Equatable, Encodable {
    package var messages = 0
    package var bytes = 0
    package var oldestSeconds = 0
    /// Given up for want of room or for age.
    package var dropped = 0
    /// Not taken by the broker.
    package var refused = 0
    /// Why the disk does not keep them.
    package var failure: String?
    /// `broker` while there is no connection.
    package var waitingFor: String?

    /// Makes an empty one.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case messages, bytes, dropped, refused, failure
        case oldestSeconds = "oldest_s"
        case waitingFor = "waiting_for"
    }
}
