import Drift
import Telemetry

/// The requests for one model: what has drifted, what was asked for, what has become of it.
struct RetrainCourse {
    let model: Name
    var policy: RetrainPolicy
    /// The binding whose drift came first since the last request.
    var binding: Name?
    /// What the request under way is about, where there is one.
    var order: RetrainOrder?
    /// Why nothing is asked for although something has drifted.
    var waits: RetrainDecision.Reason?
    /// True when something is to be saved before long.
    var isChanged = false

    init(model: Name, version: String) {
        self.model = model
        policy = RetrainPolicy(model: model.description, modelVersion: version)
    }
}

/// A policy, and what its request is about, as they are saved.
struct SavedPolicy: Sendable, Codable {
    let policy: RetrainPolicy
    let binding: String?
    let order: SavedOrder?
}

/// What of an order cannot be told from the request.
struct SavedOrder: Sendable, Codable {
    let binding: String
    let sha256: String
    let profileID: String
    let start: Int64
    let end: Int64
    let reason: String
}

extension RetrainCourse {
    /// What is saved of it.
    var saved: SavedPolicy {
        SavedPolicy(
            policy: policy,
            binding: binding?.description,
            order: order.map {
                SavedOrder(
                    binding: $0.binding.description,
                    sha256: $0.sha256,
                    profileID: $0.profileID,
                    start: $0.window.lowerBound.microseconds,
                    end: $0.window.upperBound.microseconds,
                    reason: $0.reason
                )
            }
        )
    }

    /// Goes on from what was saved.
    ///
    /// - Throws: why it cannot be used.
    init(_ saved: SavedPolicy, model: Name, version: String, node: Name) throws(RetrainError) {
        self.model = model
        policy = try saved.policy.resumed(model: model.description, modelVersion: version)
        binding = saved.binding.flatMap { Name($0) }
        guard let order = saved.order, let request = policy.request, let name = Name(order.binding),
            order.start <= order.end
        else { return }
        self.order = RetrainOrder(
            id: request.id,
            node: node,
            binding: name,
            model: model,
            version: request.modelVersion,
            sha256: order.sha256,
            profileID: order.profileID,
            driftEventIDs: request.driftEventIDs,
            window: Timestamp(microseconds: order.start)...Timestamp(microseconds: order.end),
            newRows: request.newRows,
            reason: order.reason,
            requestedAt: Timestamp(microseconds: request.time)
        )
    }
}
