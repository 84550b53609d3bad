import AWS
import Foundation
import Recipes
@testable import Release
import Support
import Transfer

/// Greengrass and S3 on loopback, which know the same key; one pair for all tests of synth.
struct SynthCloud: Sendable {
    let greengrass: GreengrassServer
    let moto: MotoServer

    private static let shared = Task { try await start() }

    static func get() async throws -> SynthCloud { try await shared.value }

    private static func start() async throws -> SynthCloud {
        let moto = try await MotoServer.get()
        let key = GreengrassServer.Key(id: moto.friend.id, secret: moto.friend.secret)
        return SynthCloud(greengrass: try await GreengrassServer(keys: [key]), moto: moto)
    }

    /// Variables that lead to both.
    var environment: [String: String] {
        greengrass.environment().merging([
            "AWS_ENDPOINT_URL_S3": moto.url, "AWS_ENDPOINT_URL_SAGEMAKER": moto.url,
        ]) { $1 }
    }

    func session(_ more: [String: String] = [:], attempts: Int = 3) throws -> AWSSession {
        try AWSSession(
            environment: environment.merging(more) { $1 },
            homeDirectory: nil,
            http: HTTPClient(TransferOptions(proxy: .none)),
            retry: AWSRetry(attempts: attempts, base: .milliseconds(1), cap: .milliseconds(2))
        )
    }
}

/// A project in a folder of its own, and what is released from it.
final class SynthSite: Sendable {
    /// What happens is kept.
    final class Journal: ReleaseJournal {
        let events = Watched<[ReleaseEvent]>([])

        func note(_ event: ReleaseEvent) { events.change { $0.append(event) } }
    }

    let folder: TemporaryFolder
    let cloud: SynthCloud
    let journal = Journal()
    /// Makes names of components that no other test has.
    let mark = String(UUID().uuidString.prefix(8))

    init(_ cloud: SynthCloud? = nil) async throws {
        folder = try TemporaryFolder()
        self.cloud = if let cloud { cloud } else { try await SynthCloud.get() }
    }

    func name(_ word: String) -> String { "test.\(mark).\(word)" }

    func write(_ text: String, to path: String) throws {
        let file = folder.url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.url.appending(path: path))) }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.url.appending(path: path).path)
    }

    /// One component as YAML, with a zip of its root.
    func component(_ handle: String, _ more: String = "") -> String {
        """
          \(handle):
            component-name: \(name(handle))
            ComponentDescription: A test
            ComponentPublisher: Tests
            root: \(handle)
            Artifacts: [{URI: "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/\(handle).zip", Unarchive: ZIP}]
            Lifecycle: {run: {Script: "sleep 1"}}
        \(more.split(separator: "\n").map { "    \($0)\n" }.joined())
        """
    }

    /// Writes the configuration of some components.
    func configure(_ components: String..., file: String = "gg-config.yml") throws {
        try write("custom-components:\n" + components.joined(separator: "\n"), to: file)
    }

    func project(_ variables: [String: String] = [:], config: String? = nil) throws -> Release.Project {
        try Project(path: config, folder: folder.path, variables: cloud.environment.merging(variables) { $1 })
    }

    var build: BuildFolder { BuildFolder(folder.url.appending(path: "build").path) }

    /// Makes a release.
    @discardableResult
    func synth(
        _ variables: [String: String] = [:],
        session more: [String: String] = [:],
        cancellation: Cancellation? = nil,
        _ change: (inout SynthOptions) -> Void = { _ in }
    ) throws -> (result: SynthResult, release: ReleaseFile) {
        var options = SynthOptions(bucket: "artifacts", cache: folder.url.appending(path: "cache").path)
        change(&options)
        let synth = Synth(
            project: try project(variables),
            folder: build,
            options: options,
            session: try cloud.session(more),
            journal: journal,
            cancellation: cancellation
        )
        return (try synth.run(), try build.release())
    }

    /// Publishes the components of the release that is in the build folder, as `gg publish` does.
    func publish() throws {
        let client = GreengrassClient(try cloud.session())
        for entry in try build.release().components where !entry.isUnchanged {
            _ = try client.create(
                recipe: try bytes("build/\(entry.recipe)"),
                tags: [PublishedVersions.digestTag: entry.sourceDigest],
                token: UUID().uuidString
            )
        }
    }

    /// Publishes a version with next to nothing in it.
    func publish(_ name: String, _ version: String, tags: [String: String] = [:]) throws {
        let recipe = """
            {"RecipeFormatVersion": "2020-01-25", "ComponentName": "\(name)", "ComponentVersion": "\(version)",
             "Manifests": [{"Lifecycle": {"run": "true"}}]}
            """
        _ = try GreengrassClient(try cloud.session())
            .create(recipe: Array(recipe.utf8), tags: tags, token: UUID().uuidString)
    }
}
