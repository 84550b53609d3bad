/// A prediction that was given, one of many.
package struct PredictionSample: Sendable, Equatable {
    /// Where the input came from.
    package enum Source: String, Sendable {
        case telemetry, mqtt, http
    }

    /// Most bytes of a request or an answer that is kept with it.
    package static let mostBytes = 8 << 10

    /// Rises by one with each sample; the board gives it.
    package internal(set) var number = 0
    /// RFC 3339.
    package let time: String
    package let source: Source
    package let model: String
    package let version: String
    package var binding: String?
    /// A JSON array of texts; nil: a request has none.
    package var key: [UInt8]?
    package var score: Double?
    package var threshold: Double?
    package var isAnomalous: Bool?
    /// When the input was measured, RFC 3339.
    package var sourceTime: String?
    /// From arrival to departure.
    package var latencyMicroseconds: Int?
    /// The requester's name for it.
    package var id: String?
    /// What may be asked again: a JSON object with `inputs`; nil where it is too large.
    package var request: [UInt8]?
    /// What was said: a JSON object; nil where it is too large.
    package var response: [UInt8]?

    /// Makes one.
    package init(time: String, source: Source, model: String, version: String) {
        self.time = time
        self.source = source
        self.model = model
        self.version = version
    }
}
