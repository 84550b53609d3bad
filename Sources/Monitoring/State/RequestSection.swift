/// What became of all requests since the start.
package struct RequestSection: Sendable, Equatable, Encodable {
    /// Requests of one way in.
    package struct Flow: Sendable, Equatable, Encodable {
        package var received = 0
        /// Errors included.
        package var answered = 0

        /// Makes one of numbers.
        package init(received: Int = 0, answered: Int = 0) {
            self.received = received
            self.answered = answered
        }
    }

    package var mqtt = Flow()
    /// nil: nothing comes in over HTTP.
    package var http: Flow?
    /// Accepted requests that have not run.
    package var queue = 0
    package var expired = 0
    package var answersLost = 0
    package var ignored = 0
    package var setAside = 0
    package var suspects = 0
    package var responseTopicRefused = 0
    /// By code.
    package var errors: [String: Int] = [:]

    /// Makes one of a node that was asked nothing.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case mqtt, http, queue, expired, ignored, suspects, errors
        case answersLost = "answers_lost"
        case setAside = "set_aside"
        case responseTopicRefused = "response_topic_refused"
    }
}
