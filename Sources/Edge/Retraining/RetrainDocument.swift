import Telemetry

/// An order as it is written for whoever trains: JSON, names in snake_case.
struct RetrainDocument: Encodable {
    struct Model: Encodable {
        let name: String
        let version: String
        let sha256: String
    }

    /// When the first and the last row to train on came in, RFC 3339.
    struct Window: Encodable {
        let start: String
        let end: String
    }

    /// Variables in the environment of a program that trains.
    enum Variable: String, CaseIterable {
        case order = "MARRAM_RETRAIN_ORDER"
        case device = "MARRAM_RETRAIN_DEVICE"
        case binding = "MARRAM_RETRAIN_BINDING"
        case model = "MARRAM_RETRAIN_MODEL"
        case version = "MARRAM_RETRAIN_VERSION"
        case sha256 = "MARRAM_RETRAIN_SHA256"
        case profile = "MARRAM_RETRAIN_PROFILE"
        case windowStart = "MARRAM_RETRAIN_WINDOW_START"
        case windowEnd = "MARRAM_RETRAIN_WINDOW_END"
    }

    private enum CodingKeys: String, CodingKey {
        case device, binding, model, window, reason
        case orderID = "order_id"
        case profileID = "profile_id"
        case driftEventIDs = "drift_event_ids"
        case newRows = "new_rows"
        case requestedAt = "requested_at"
        case dryRun = "dry_run"
    }

    let orderID: String
    let device: String
    let binding: String
    let model: Model
    let profileID: String
    let driftEventIDs: [String]
    let window: Window
    let newRows: Int
    let reason: String
    let requestedAt: String
    /// True: nothing is to come of it.
    let dryRun: Bool

    init(_ order: RetrainOrder, dryRun: Bool = false) {
        orderID = order.id
        device = "\(order.node)"
        binding = "\(order.binding)"
        model = Model(name: "\(order.model)", version: order.version, sha256: order.sha256)
        profileID = order.profileID
        driftEventIDs = order.driftEventIDs
        window = Window(start: order.window.lowerBound.rfc3339, end: order.window.upperBound.rfc3339)
        newRows = order.newRows
        reason = order.reason
        requestedAt = order.requestedAt.rfc3339
        self.dryRun = dryRun
    }

    /// What a program finds in its environment of it.
    var environment: [String: String] {
        Dictionary(uniqueKeysWithValues: Variable.allCases.map { ($0.rawValue, text(of: $0)) })
    }

    private func text(of variable: Variable) -> String {
        switch variable {
        case .order: orderID
        case .device: device
        case .binding: binding
        case .model: model.name
        case .version: model.version
        case .sha256: model.sha256
        case .profile: profileID
        case .windowStart: window.start
        case .windowEnd: window.end
        }
    }
}
