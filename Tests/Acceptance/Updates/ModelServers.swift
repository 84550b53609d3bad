import Foundation
import Support

/// A real MLflow registry and S3 on loopback with bundles in them, by Tests/Fixtures/serve_bundles.py.
///
/// One of each for all tests that ask; they end with them.
struct ModelServers: Sendable {
    struct Key: Decodable, Sendable {
        let id: String
        let secret: String
        /// Of a temporary key.
        let token: String?

        /// The key as variables of the environment.
        var environment: [String: String] { ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret] }
    }

    private struct Description: Decodable {
        let s3: String
        let mlflow: String
        let friend: Key
        let stranger: Key
        let temporary: Key
        let user: String
        let password: String
        let token: String
    }

    private let description: Description
    private let process: Running
    /// Takes the secrets that nodes read from files.
    private let folder: TemporaryFolder

    private static let shared = Task { try await start() }

    static func get() async throws -> ModelServers { try await shared.value }

    private static func start() async throws -> ModelServers {
        let python = Project.root.appending(path: ".marram/venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw SupportError("\(python) is not there: run helpers/setup.sh")
        }
        let script = Project.root.appending(path: "Tests/Fixtures/serve_bundles.py").path
        let folder = try TemporaryFolder()
        let bundles = try await PressBundles.get()
        let process = try Running([python, script, folder.path + "/servers", bundles.path])
        try await process.waitForOutput(limit: .seconds(300), "its first line") { $0.contains("\n") }
        let line = try JSONDecoder().decode(Description.self, from: Data((process.lines.first ?? "").utf8))
        try folder.write(line.password + "\n", to: "password")
        try folder.write("not-it\n", to: "wrong")
        try folder.write(line.token + "\n", to: "token")
        try folder.write(
            """
            [default]
            aws_access_key_id = \(line.stranger.id)
            aws_secret_access_key = \(line.stranger.secret)
            [models]
            aws_access_key_id = \(line.friend.id)
            aws_secret_access_key = \(line.friend.secret)
            """,
            to: "credentials"
        )
        return ModelServers(description: line, process: process, folder: folder)
    }

    /// May read and write S3.
    var friend: Key { description.friend }
    /// May do nothing.
    var stranger: Key { description.stranger }
    /// May read S3, as a device's role.
    var temporary: Key { description.temporary }
    /// The environment with credentials in a file: the profile "models" is the friend's, "default" the stranger's.
    var profiles: [String: String] { ["AWS_SHARED_CREDENTIALS_FILE": folder.path + "/credentials"] }

    /// `updates.s3`.
    func s3(profile: String? = nil) -> [String: any Sendable] {
        let keys: [String: any Sendable] = ["endpoint": description.s3, "region": "eu-west-1"]
        return profile.map { keys.merging(["profile": $0]) { $1 } } ?? keys
    }

    /// `updates.mlflow` with a name and a password, or with a wrong one.
    func login(isWrong: Bool = false) -> [String: any Sendable] {
        [
            "url": description.mlflow, "username": description.user,
            "password_file": folder.path + (isWrong ? "/wrong" : "/password"),
        ]
    }

    /// `updates.mlflow` with a token.
    var token: [String: any Sendable] { ["url": description.mlflow, "token_file": folder.path + "/token"] }
}
