/// How what may come in a model's place does.
package struct CandidateSection: Sendable, Equatable, Encodable {
    package var version: String?
    package var digest: String?
    /// Where its update is.
    package var phase: String?
    /// `shadow` or `trial`, once it sees what is asked.
    package var stage: String?
    package var sharePercent: Int?
    /// Requests and windows answered on trial, and those that it failed on.
    package var answered: Int?
    package var errors: Int?
    package var p50: Int?
    package var p99: Int?
    /// Answers that were compared, that agreed, that failed, and copies that found no room.
    package var compared: Int?
    package var agreed: Int?
    package var failed: Int?
    package var dropped: Int?
    /// 0 to 1.
    package var agreement: Double?
    package var largestDifference: Double?
    /// What was answered otherwise of late, the oldest first; not part of the document, which is sent every second.
    package var disagreements: [Disagreement] = []

    /// Makes one of which nothing is known.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case version, digest, phase, stage, answered, errors, compared, agreed, failed, dropped, agreement
        case sharePercent = "share_percent"
        case p50 = "p50_us"
        case p99 = "p99_us"
        case largestDifference = "largest_difference"
    }
}
