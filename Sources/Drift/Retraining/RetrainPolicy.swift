/// Decides when a new model is asked for in the place of one.
///
/// A value: saved as JSON it goes on after a restart. A change of the model's version forgets drifts and requests, and keeps the cooldown, which is the model's.
public struct RetrainPolicy: Sendable, Hashable, Codable {
    /// The schema that this program writes and reads.
    public static let currentSchema = 1
    /// The most drifts that one request names; further ones only move its first row.
    public static let mostDrifts = 64

    /// The schema.
    public let schemaVersion: Int
    /// The model.
    public let model: String
    /// The version that is in service.
    public private(set) var modelVersion: String
    /// Drifts that were confirmed since the last request or model.
    public private(set) var drifts: [ConfirmedDrift] = []
    /// Drifts beyond the most that one request names.
    public private(set) var unnamedDrifts = 0
    /// The last request for this version; nil: none.
    public private(set) var request: RetrainRequest?
    private var earliestRow: Int?
    private var sinceRequest: PassedTime?
    /// Requests in a row for the same drifts.
    private var attempts: Int?

    private enum CodingKeys: String, CodingKey {
        case model, drifts, request, attempts
        case schemaVersion = "schema_version"
        case modelVersion = "model_version"
        case unnamedDrifts = "unnamed_drifts"
        case earliestRow = "earliest_row"
        case sinceRequest = "since_request"
    }

    /// Makes a policy that knows of no drift.
    public init(model: String, modelVersion: String) {
        schemaVersion = Self.currentSchema
        self.model = model
        self.modelVersion = modelVersion
    }

    /// Takes note of a drift that was told; the same event counts once.
    public mutating func note(_ drift: ConfirmedDrift) {
        guard !drifts.contains(where: { $0.eventID == drift.eventID }),
            request?.driftEventIDs.contains(drift.eventID) != true
        else { return }
        if drifts.isEmpty { attempts = nil }
        earliestRow = min(earliestRow ?? drift.earliestRow, drift.earliestRow)
        if drifts.count < Self.mostDrifts { drifts.append(drift) } else { unnamedDrifts += 1 }
    }

    /// Decides whether a new model is to be asked for.
    ///
    /// - Parameters:
    ///   - facts: What is known now.
    ///   - rule: When a new model is asked for.
    ///   - time: Microseconds since 1970; may jump back, which makes the cooldown longer.
    ///   - digest: Gives bytes a digest in hexadecimal, such as SHA-256.
    /// - Returns: A request, once; or why there is none.
    public mutating func decide(
        _ facts: RetrainFacts,
        _ rule: RetrainRule,
        at time: Int64,
        digest: ([UInt8]) -> String
    ) -> RetrainDecision {
        sinceRequest?.pass(to: time)
        resumeIfNothingCame(facts, rule)
        if let reason = reasonToWait(facts, rule) { return .wait(reason) }
        let first = earliestRow ?? 0
        let made = RetrainRequest(
            id: Self.identifier(model, drifts, attempt: attempts ?? 1, digest),
            model: model,
            modelVersion: modelVersion,
            driftEventIDs: drifts.map(\.eventID).sorted(),
            earliestRow: first,
            newRows: Self.rows(from: first, to: facts.rowsSeen),
            time: time,
            progress: .requested
        )
        request = made
        sinceRequest = PassedTime()
        sinceRequest?.pass(to: time)
        (drifts, unnamedDrifts, earliestRow) = ([], 0, nil)
        return .request(made)
    }

    /// Takes the drifts of the last request up again where no new model came of it, nobody is at it, and they last.
    private mutating func resumeIfNothingCame(_ facts: RetrainFacts, _ rule: RetrainRule) {
        guard drifts.isEmpty, facts.isDrifting, let request, request.progress != .accepted,
            sinceRequest?.isAtLeast(seconds: rule.cooldownSeconds) ?? true
        else { return }
        drifts = request.driftEventIDs.map { ConfirmedDrift(eventID: $0, earliestRow: request.earliestRow) }
        earliestRow = request.earliestRow
        attempts = (attempts ?? 1) + 1
    }

    /// Takes note of what has become of the request; answers to another one change nothing.
    public mutating func answer(_ id: String, _ progress: RetrainRequest.Progress) {
        guard request?.id == id else { return }
        request?.progress = progress
    }

    /// The request that must be told again after a restart, since its answer is not known.
    public var unanswered: RetrainRequest? { request?.progress == .requested ? request : nil }

    /// Goes on with another version of the model: what drifted before is no matter of it.
    public mutating func restart(modelVersion: String) {
        guard modelVersion != self.modelVersion else { return }
        self.modelVersion = modelVersion
        (drifts, unnamedDrifts, earliestRow, request, attempts) = ([], 0, nil, nil, nil)
    }

    /// The identifier of a request for a model because of drifts, in whatever order they came.
    static func identifier(
        _ model: String,
        _ drifts: [ConfirmedDrift],
        attempt: Int = 1,
        _ digest: ([UInt8]) -> String
    ) -> String {
        var text = drifts.map(\.eventID).sorted().joined(separator: "\n")
        if attempt > 1 { text += "\n\(attempt)" }
        return "drift__\(model)__\(digest(Array(text.utf8)))"
    }

    private func reasonToWait(_ facts: RetrainFacts, _ rule: RetrainRule) -> RetrainDecision.Reason? {
        guard let first = earliestRow, !drifts.isEmpty else { return .noDrift }
        if let sinceRequest, !sinceRequest.isAtLeast(seconds: rule.cooldownSeconds) {
            return request.map { $0.progress != .failed } == true ? .underWay : .coolingDown
        }
        if facts.hasOpenViolation { return .openViolation }
        if facts.hasOpenEpisode { return .openEpisode }
        let (found, needed) = (
            Self.rows(from: first, to: facts.rowsSeen), rule.neededRows(trainingRows: facts.trainingRows)
        )
        return found < needed ? .tooFewRows(found: found, needed: needed) : nil
    }

    private static func rows(from first: Int, to seen: Int) -> Int {
        let (rows, overflow) = seen.subtractingReportingOverflow(first)
        return overflow ? 0 : max(0, rows)
    }

    /// Checks a policy that was read, and goes on with the version that is in service.
    ///
    /// - Throws: When it is of another schema or model, or holds what cannot be.
    public func resumed(model: String, modelVersion: String) throws(RetrainError) -> RetrainPolicy {
        guard schemaVersion == Self.currentSchema else {
            throw .otherSchema(found: schemaVersion, expected: Self.currentSchema)
        }
        guard self.model == model else { throw .otherModel(found: self.model, expected: model) }
        guard drifts.count <= Self.mostDrifts, (0...1_000_000_000_000).contains(unnamedDrifts),
            (1...1_000_000_000).contains(attempts ?? 1),
            sinceRequest?.microseconds ?? 0 >= 0,
            drifts.isEmpty == (earliestRow == nil)
        else { throw .outOfRange("the state of retraining holds numbers that cannot be; begin anew") }
        var policy = self
        policy.restart(modelVersion: modelVersion)
        return policy
    }
}
