/// How far a client of the event stream has come.
struct StreamCursor: Sendable {
    let topics: Set<StreamTopic>
    /// The sequence of the state that it has; nil: none.
    var state: Int?
    var metrics: Int
    var prediction: Int
    var event: Int
}
