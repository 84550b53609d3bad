import Cryptography
import Telemetry

/// Writes what is told of requests for new models: CloudEvents.
struct RetrainEvents {
    /// What is told.
    enum Occasion: String {
        case requested, accepted, completed, failed
    }

    let node: Name

    /// The event, without its closing brace; `data` is its last member.
    ///
    /// Its identifier hangs on the request and the occasion: what is told again after a crash has the same one.
    func document(
        _ occasion: Occasion,
        _ order: RetrainOrder,
        run: String? = nil,
        failure: String? = nil,
        now: Timestamp
    ) -> [UInt8] {
        let name = [node.description, "retrain", occasion.rawValue, order.id].joined(separator: "\0")
        return CloudEvent(
            id: "\(node)-\(SHA256Digest(of: Array(name.utf8)).hexadecimal.prefix(32))",
            source: "/marram/\(node)",
            type: "io.marram.retrain.\(occasion.rawValue).v1",
            subject: order.model.description,
            time: now.rfc3339
        ).document(
            Content(
                request: order.id,
                model: order.model.description,
                version: order.version,
                binding: order.binding.description,
                profileID: order.profileID,
                driftEventIDs: order.driftEventIDs,
                window: Content.Window(
                    start: order.window.lowerBound.rfc3339,
                    end: order.window.upperBound.rfc3339
                ),
                newRows: order.newRows,
                reason: failure ?? order.reason,
                run: run,
                requestedAt: order.requestedAt.rfc3339
            )
        )
    }

    private struct Content: Encodable {
        let request: String
        let model: String
        let version: String
        let binding: String
        let profileID: String
        let driftEventIDs: [String]
        let window: Window
        let newRows: Int
        let reason: String
        let run: String?
        let requestedAt: String

        enum CodingKeys: String, CodingKey {
            case request, model, version, binding, window, reason, run
            case profileID = "profile_id"
            case driftEventIDs = "drift_event_ids"
            case newRows = "new_rows"
            case requestedAt = "requested_at"
        }

        struct Window: Encodable {
            let start: String
            let end: String
        }
    }
}
