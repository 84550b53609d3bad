import OpenInference

/// What became of all messages since the start.
struct Counters: Sendable {
    /// Requests read.
    var received = 0
    /// Those of them that came over HTTP.
    var visits = 0
    /// Answers published, errors included.
    var answered = 0
    /// Those of them that somebody got over HTTP.
    var visitsAnswered = 0
    /// Errors by code.
    private(set) var errors: [ErrorCode: Int] = [:]
    /// Requests that nobody waited for any more.
    var expired = 0
    /// Response topics outside the allow-list; answered on the result topic instead.
    var responseTopicRefused = 0
    /// Answers that the broker did not take, or that could not be sent.
    var answersLost = 0
    /// Requests handed on to a slow model's lane.
    var setAside = 0
    /// Requests seen again after an unclean exit.
    var suspects = 0
    /// Messages that were not requests: retained ones, foreign topics.
    var ignored = 0

    mutating func count(_ code: ErrorCode) { errors[code, default: 0] += 1 }
}
