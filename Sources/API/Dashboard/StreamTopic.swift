/// What an event stream is about.
enum StreamTopic: String, Sendable, CaseIterable {
    case state, metrics, predictions, events
}
