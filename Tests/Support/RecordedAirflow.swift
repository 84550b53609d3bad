import Foundation
import Transfer

/// A server that answers as Airflow 2 and 3 do, with faults by the names of DAGs, by Tests/Fixtures/airflow/serve_airflow.py.
///
/// One process serves all tests of a program; each has a server of its own in it, which keeps what was asked for.
public struct RecordedAirflow: Sendable {
    private struct Description: Decodable {
        let url: String
    }

    /// What it was asked.
    public struct Request {
        /// `GET` or `POST`.
        public let method: String
        /// Not decoded.
        public let path: String
        /// The header.
        public let authorization: String?
        /// What came as JSON.
        public let body: [String: Any]
    }

    /// Where it is: `http://127.0.0.1:PORT/NAME`.
    public let url: String

    private static let shared = Task { try await launch() }

    /// Starts one.
    public static func start() async throws -> RecordedAirflow {
        let (url, _) = try await shared.value
        return RecordedAirflow(url: "\(url)/\(UUID().uuidString)")
    }

    private static func launch() async throws -> (url: String, process: Running) {
        let process = try Running([try Python.path(), Python.script("airflow/serve_airflow.py")])
        try await process.waitForOutput("its first line") { $0.contains("\n") }
        let line = try JSONDecoder().decode(Description.self, from: Data((process.lines.first ?? "").utf8))
        return (line.url, process)
    }

    /// What it was asked so far.
    public func requests() throws -> [Request] {
        let answer = try HTTPClient(TransferOptions(proxy: .none)).send(
            HTTPRequest("GET", "\(url)/requests"),
            limit: 1 << 20
        )
        let entries = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]]
        return (entries ?? []).map { entry in
            Request(
                method: entry["method"] as? String ?? "",
                path: entry["path"] as? String ?? "",
                authorization: entry["authorization"] as? String,
                body: entry["body"] as? [String: Any] ?? [:]
            )
        }
    }
}
