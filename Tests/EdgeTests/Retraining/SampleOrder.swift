import Foundation
import Telemetry

@testable import Edge

/// Orders for tests.
enum SampleOrder {
    static func order(_ id: String = "drift__press-ae__1f") throws -> RetrainOrder {
        guard let node = Name("n1"), let binding = Name("press"), let model = Name("press-ae") else {
            throw EdgeError("a name of a test is none")
        }
        return RetrainOrder(
            id: id,
            node: node,
            binding: binding,
            model: model,
            version: "3",
            sha256: String(repeating: "ab", count: 32),
            profileID: "p-1",
            driftEventIDs: ["e1", "e2"],
            window: Timestamp(microseconds: 1_700_000_000_000_000)...Timestamp(microseconds: 1_700_000_600_000_000),
            newRows: 4711,
            reason: "temperature has drifted",
            requestedAt: Timestamp(microseconds: 1_700_000_700_000_000)
        )
    }

    /// What whoever trains has to find.
    static let document = """
        {"binding":"press","device":"n1","drift_event_ids":["e1","e2"],"dry_run":false,\
        "model":{"name":"press-ae","sha256":"\(String(repeating: "ab", count: 32))","version":"3"},"new_rows":4711,\
        "order_id":"drift__press-ae__1f","profile_id":"p-1","reason":"temperature has drifted",\
        "requested_at":"2023-11-14T22:25:00.000Z",\
        "window":{"end":"2023-11-14T22:23:20.000Z","start":"2023-11-14T22:13:20.000Z"}}
        """
}
