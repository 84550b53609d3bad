import AWS
import Foundation
import Support
import Transfer

/// A server like Greengrass with two accounts, for the tests of `GreengrassTests`, which run one after another.
struct GreengrassFixture {
    static let first = GreengrassServer.Key()
    static let second = GreengrassServer.Key(id: "AKIDOTHER", secret: "another-s3cret", account: "222222222222")
    static let roleARN = "arn:aws:iam::222222222222:role/release/publisher"

    let server: GreengrassServer
    /// How long was waited between attempts.
    let slept = Watched<[Duration]>([])

    private static let shared = Task {
        let moto = try await MotoServer.get()
        let reader = GreengrassServer.Key(id: moto.friend.id, secret: moto.friend.secret)
        return try await GreengrassServer(keys: [first, second], settle: 1, s3Endpoint: moto.url, s3Key: reader)
    }

    /// The server, with nothing in it.
    init() async throws {
        server = try await Self.shared.value
        try server.reset()
    }

    /// A session that does not really wait.
    func session(
        _ variables: [String: String] = [:],
        region: String? = nil,
        cancellation: Cancellation? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws -> AWSSession {
        try AWSSession(
            region: region,
            environment: server.environment().merging(variables) { $1 },
            homeDirectory: nil,
            http: HTTPClient(TransferOptions(proxy: .none)),
            retry: AWSRetry(random: { 0.5 }, sleep: { [slept] pause in slept.change { $0.append(pause) } }),
            cancellation: cancellation,
            clock: clock
        )
    }

    func client() throws -> GreengrassClient { GreengrassClient(try session()) }

    /// How often an operation was asked for.
    func count(_ operation: String) throws -> Int { try server.log().filter { $0.operation == operation }.count }

    /// A recipe that Greengrass takes.
    static func recipe(_ name: String, _ version: String, uri: String? = nil) -> [UInt8] {
        let artifacts = uri.map { #", "Artifacts": [{"URI": "\#($0)"}]"# } ?? ""
        let text = """
            {"RecipeFormatVersion": "2020-01-25", "ComponentName": "\(name)", "ComponentVersion": "\(version)",
             "ComponentDescription": "ü 😀", "Manifests": [{"Lifecycle": {"run": "x"}\(artifacts)}]}
            """
        return Array(text.utf8)
    }

    static let target = "arn:aws:iot:eu-west-1:111111111111:thinggroup/edge"

    static func deployment(token: String?, version: String = "1.0.0") -> [UInt8] {
        let member = token.map { #", "clientToken": "\#($0)""# } ?? ""
        let text = #"""
            {"targetArn": "\#(target)", "deploymentName": "press", "components": {"a": {"componentVersion": "\#(version)",
             "configurationUpdate": {"merge": "{\"k\": 1}", "reset": ["/accessControl"]}}}\#(member)}
            """#
        return Array(text.utf8)
    }
}
