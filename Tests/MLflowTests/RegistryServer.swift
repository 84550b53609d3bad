import Foundation
import Support

/// An MLflow server on loopback with some models in it, by Tests/Fixtures/serve_mlflow.py.
///
/// One for all tests that ask; it ends with them.
struct RegistryServer: Sendable {
    private struct Description: Decodable {
        let url: String
        let run: String
    }

    let url: String
    /// The id of the run that all models come from.
    let run: String
    private let process: Running
    private let folder: TemporaryFolder

    private static let shared = Task { try await start() }

    static func get() async throws -> RegistryServer { try await shared.value }

    private static func start() async throws -> RegistryServer {
        let folder = try TemporaryFolder()
        let process = try Running([try Fixture.python(), Fixture.script("serve_mlflow.py"), folder.path])
        try await process.waitForOutput(limit: .seconds(180), "its first line") { $0.contains("\n") }
        let line = try JSONDecoder().decode(Description.self, from: Data((process.lines.first ?? "").utf8))
        return RegistryServer(url: line.url, run: line.run, process: process, folder: folder)
    }
}
