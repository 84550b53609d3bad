import Foundation
import Support
import Testing

/// `marram train` → bundle → a real MLflow registry or S3 → a command → the model that answers.
@Suite struct ModelServerTests {
    private let first: String
    private let servers: ModelServers

    init() async throws {
        first = try await PressBundles.get().folder(1)
        servers = try await ModelServers.get()
    }

    /// Has a node install a bundle; returns the version that answers then.
    private func install(
        _ url: String,
        updates: [String: any Sendable],
        environment: [String: String] = [:]
    ) async throws -> String {
        let node = try await PressNode(first, updates: updates, environment: environment)
        #expect(try await node.serves("1"))
        try await node.set("j1", url)
        try await node.wait("j1", "SUCCEEDED", phase: "CONFIRMED")
        let version = try await node.version()
        try await node.stop()
        return version
    }

    @Test("a model's alias in MLflow, with a name and a password")
    func registry() async throws {
        let version = try await install("mlflow:models:/press@champion", updates: ["mlflow": servers.login()])
        #expect(version == "2")
    }

    @Test("a model's version in MLflow whose files are in S3, with a token there and a key of the environment here")
    func registryInBucket() async throws {
        let updates: [String: any Sendable] = ["mlflow": servers.token, "s3": servers.s3()]
        let version = try await install(
            "mlflow:models:/press/2",
            updates: updates,
            environment: servers.friend.environment
        )
        #expect(version == "3")
    }

    @Test("a folder in S3, with a profile of the credentials file")
    func profile() async throws {
        let version = try await install(
            "s3://models/press/2/manifest.json",
            updates: ["s3": servers.s3(profile: "models")],
            environment: servers.profiles
        )
        #expect(version == "2")
    }

    @Test("an archive in S3, with keys of a container's endpoint, as Greengrass gives them to components")
    func container() async throws {
        let key = servers.temporary
        let token = try #require(key.token)
        let endpoint = try StandInServer { request, line in
            guard request.header("Authorization") == "the component's token" else {
                line.answer(403, body: Array(#"{"message":"no"}"#.utf8))
                return
            }
            let body =
                #"{"AccessKeyId":"\#(key.id)","SecretAccessKey":"\#(key.secret)","Token":"\#(token)","#
                + #""Expiration":"2099-01-01T00:00:00Z"}"#
            line.answer(body: Array(body.utf8))
        }
        let version = try await install(
            "s3://models/press-4.tar",
            updates: ["s3": servers.s3()],
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": endpoint.url(
                    "/2016-11-01/credentialprovider/",
                    host: "localhost"
                ),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "the component's token",
                "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_CONFIG_FILE": "/dev/null",
            ]
        )
        #expect(version == "4")
        #expect(endpoint.requests.value.contains { $0.target == "/2016-11-01/credentialprovider/" })
    }

    @Test("who may not read is told so at once, with what to check and no secret, and the old model goes on")
    func refusals() async throws {
        let updates: [String: any Sendable] = ["mlflow": servers.login(isWrong: true), "s3": servers.s3()]
        let node = try await PressNode(first, updates: updates, environment: servers.stranger.environment)
        for (job, url, words) in [
            (
                "registry", "mlflow:models:/press@champion",
                ["a token, or a name and a password", "models:/press@champion"]
            ),
            ("bucket", "s3://models/press/2/manifest.json", ["s3:GetObject", "s3://models/press/2/manifest.json"]),
            ("archive", "s3://models/press-4.tar", ["s3:GetObject", "s3://models/press-4.tar"]),
        ] {
            try await node.set(job, url)
            let message = try await node.wait(job, "FAILED")
            #expect(message.contains("\"code\":\"download_failed\""), "\(message)")
            #expect(words.allSatisfy(message.contains), "\(message)")
        }
        #expect(try await node.serves("1"))
        let told = node.jobs.output + node.process.process.errors
        for secret in [servers.stranger.secret, "not-it", "a secret: of press"] { #expect(!told.contains(secret)) }
        try await node.stop()
    }
}
