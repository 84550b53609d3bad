import Foundation

/// S3, STS, IAM and SageMaker on loopback, by Tests/Fixtures/serve_aws.py: it checks signatures and permissions.
///
/// One for all tests of a program that ask; it ends with them. Tests use keys and names of their own.
public struct MotoServer: Sendable {
    /// A user's key.
    public struct Key: Decodable, Sendable {
        /// The public part.
        public let id: String
        /// The secret part.
        public let secret: String

        /// The key as variables of the environment; nothing else is asked for credentials.
        public var environment: [String: String] {
            ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true"]
        }
    }

    private struct Description: Decodable {
        let url: String
        let keys: [String: Key]
        let role: String
        let bucket: String
        let group: String
        let packages: [String: String]
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    public let url: String
    /// May do everything.
    public let friend: Key
    /// May do nothing.
    public let stranger: Key
    /// The ARN of a role that may read and write S3, and asks for the external id "marram".
    public let role: String
    /// A bucket with "model/model.onnx" (3,000,000 bytes, byte i is i mod 251), "list/…" (1,234 objects) and
    /// "odd/ä b+c%/(d)&e=f.txt" ("odd").
    public let bucket: String
    /// A model package group with 160 versions, every third of them not approved; the data of version 160 is
    /// "model/model.onnx".
    public let group: String
    /// The ARNs of that group's packages by version, in decimal.
    public let packages: [String: String]
    private let process: Running

    private static let shared = Task { try await start() }

    /// The server; it is started at the first call.
    public static func get() async throws -> MotoServer { try await shared.value }

    private static func start() async throws -> MotoServer {
        let process = try Running([try Python.path(), Python.script("serve_aws.py")])
        try await process.waitForOutput(limit: .seconds(300), "its first line") { $0.contains("\n") }
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
            group: line.group,
            packages: line.packages,
            process: process
        )
    }

    /// Variables that lead here, with a key's credentials.
    public func environment(_ key: Key? = nil, region: String = "eu-west-1") -> [String: String] {
        (key ?? friend).environment.merging(["AWS_REGION": region, "AWS_ENDPOINT_URL": url]) { $1 }
    }
}
