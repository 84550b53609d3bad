import AWS
import Foundation
import Support
import Transfer

/// S3 and STS on loopback, by Tests/Fixtures/serve_aws.py: it checks signatures and permissions.
///
/// One for all tests that ask; it ends with them.
struct MotoServer: Sendable {
    struct Key: Decodable, Sendable {
        let id: String
        let secret: String

        /// The key as variables of the environment.
        var environment: [String: String] { ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret] }
    }

    private struct Description: Decodable {
        let url: String
        let keys: [String: Key]
        let role: String
        let bucket: String
    }

    let url: String
    /// May do everything.
    let friend: Key
    /// May do nothing.
    let stranger: Key
    /// The ARN of a role that may read and write, and asks for the external id "marram".
    let role: String
    let bucket: String
    private let process: Running

    private static let shared = Task { try await start() }

    static func get() async throws -> MotoServer { try await shared.value }

    private static func start() async throws -> MotoServer {
        let process = try Running([try Fixture.python(), Fixture.script("serve_aws.py")])
        try await process.waitForOutput(limit: .seconds(120), "its first line") { $0.contains("\n") }
        let line = try JSONDecoder().decode(Description.self, from: Data((process.lines.first ?? "").utf8))
        guard let friend = line.keys["friend"], let stranger = line.keys["stranger"] else {
            throw SupportError("serve_aws.py has made no keys")
        }
        return MotoServer(
            url: line.url,
            friend: friend,
            stranger: stranger,
            role: line.role,
            bucket: line.bucket,
            process: process
        )
    }

    /// A client of S3 with a key.
    func s3(_ environment: [String: String]? = nil, clock: @escaping @Sendable () -> Date = { Date() }) -> S3Client {
        let variables = (environment ?? friend.environment).merging(["AWS_EC2_METADATA_DISABLED": "true"]) { old, _ in
            old
        }
        let http = HTTPClient(TransferOptions(proxy: .none))
        return S3Client(
            options: S3Options(region: "eu-west-1", endpoint: url, environment: variables),
            credentials: CredentialChain(environment: variables, homeDirectory: nil, http: http),
            http: http,
            clock: clock
        )
    }
}
