import AWS
import Foundation
import Release
import Support
import Transfer

/// One Greengrass for the suites that publish and deploy; they run one test after another.
enum ReleaseServer {
    static let development = GreengrassServer.Key(id: "AKIDDEV", account: "111111111111")
    static let production = "222222222222"
    private static let shared = Task { try await GreengrassServer(keys: [development], settle: 1) }

    /// The server, which knows nothing.
    static func get() async throws -> GreengrassServer {
        let server = try await shared.value
        try server.reset()
        return server
    }

    static func session(_ server: GreengrassServer) throws -> AWSSession {
        try AWSSession(
            environment: server.environment(development),
            homeDirectory: nil,
            http: HTTPClient(TransferOptions(proxy: .none)),
            retry: AWSRetry(sleep: { _ in })
        )
    }

    static func place(_ session: AWSSession) throws -> PublishPlace {
        let caller = try session.identity()
        return PublishPlace(
            partition: session.partition.name,
            region: session.region,
            account: caller.account,
            caller: caller.arn
        )
    }

    static func publisher(_ session: AWSSession, jobs: Int = 4) throws -> Publisher {
        Publisher(
            catalog: GreengrassClient(session),
            place: try place(session),
            patience: Fixture.patience(),
            jobs: jobs,
            journal: KeptJournal()
        )
    }

    /// The operations that were asked and change something.
    static func changes(_ server: GreengrassServer) throws -> [String] {
        try server.log().compactMap { $0.method == "GET" || $0.operation == "AssumeRole" ? nil : $0.operation }
            .filter { $0 != "GetCallerIdentity" }
    }
}
