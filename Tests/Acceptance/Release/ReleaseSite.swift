import AWS
import Foundation
import Support
import Testing
import Transfer

/// Greengrass and STS beside S3 and SageMaker on loopback; one pair for all tests of releases.
struct ReleaseCloud: Sendable {
    let greengrass: GreengrassServer
    let moto: MotoServer

    private static let shared = Task { try await start() }

    /// The servers; Greengrass knows nothing but its keys.
    static func get() async throws -> ReleaseCloud {
        let cloud = try await shared.value
        try cloud.greengrass.reset()
        return cloud
    }

    private static func start() async throws -> ReleaseCloud {
        let moto = try await MotoServer.get()
        let friend = GreengrassServer.Key(id: moto.friend.id, secret: moto.friend.secret)
        let stranger = GreengrassServer.Key(id: moto.stranger.id, secret: moto.stranger.secret, account: "444444444444")
        let greengrass = try await GreengrassServer(keys: [friend, stranger], s3Endpoint: moto.url, s3Key: friend)
        return ReleaseCloud(greengrass: greengrass, moto: moto)
    }
}

/// A project of three components, and the built `gg` in its folder.
///
/// `app` depends on the last version of `press`, a model of SageMaker's registry, and on a range of `limits`, a model
/// folder that a command packs.
final class ReleaseSite: Sendable {
    /// One component version of a release file.
    struct Entry: Decodable, Equatable {
        struct Artifact: Decodable, Equatable {
            let uri: String
            let sha256: String?
        }

        let handle: String
        let name: String
        let version: String
        let isUnchanged: Bool
        let artifacts: [Artifact]
    }

    static let development = "111111111111"
    let cloud: ReleaseCloud
    let folder: TemporaryFolder
    /// Begins the names of this site's components, which no other site has.
    let mark = "t\(UUID().uuidString.prefix(8))"

    init() async throws {
        cloud = try await ReleaseCloud.get()
        folder = try TemporaryFolder()
        for name in ["app", "limits"] {
            let root = folder.url.appending(path: name)
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        }
        try folder.write(Self.configuration(mark), to: "gg-config.yml")
        try folder.write("print('one')\n", to: "app/main.py")
        try folder.write("max 3\n", to: "limits/limits.txt")
        try folder.write("tr a-z A-Z < limits.txt > \"$GG_ARTIFACTS_DIR/limits.bin\"\n", to: "limits/build.sh")
    }

    private static func configuration(_ mark: String) -> String {
        let place = "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION"
        return """
            custom-components:
              app:
                component-name: \(mark).app
                ComponentDescription: What runs
                ComponentPublisher: Tests
                root: app
                ComponentDependencies:
                  \(mark).press: {VersionRequirement: 'x.x.x'}
                  \(mark).limits: {VersionRequirement: '^1.0.0'}
                Artifacts: [{URI: "\(place)/app.zip", Unarchive: ZIP}]
                Lifecycle: {run: {Script: "exec python3 {artifacts:decompressedPath}/app/main.py"}}
              press:
                component-name: \(mark).press
                ComponentDescription: A model of the registry
                ComponentPublisher: Tests
                root: models/press
                model: {source: sagemaker, group: press, file: press.onnx}
                Artifacts: [{URI: "\(place)/press.onnx", Permission: {Read: ALL}}]
              limits:
                component-name: \(mark).limits
                ComponentDescription: A model of a folder
                ComponentPublisher: Tests
                root: limits
                model: {source: folder}
                build: {build_system: custom, custom_build_command: [bash, build.sh]}
                Artifacts: [{URI: "\(place)/limits.bin", Permission: {Read: ALL}}]

            """
    }

    /// The thing group that an account's devices are in.
    static func group(_ account: String = development) -> String {
        "arn:aws:iot:eu-west-1:\(account):thinggroup/line"
    }

    /// Options that act in another account.
    static func role(_ account: String, externalID: String? = "word") -> [String] {
        ["--assume-role", "arn:aws:iam::\(account):role/deploy"] + (externalID.map { ["--external-id", $0] } ?? [])
    }

    private func variables(_ more: [String: String]) -> [String: String] {
        let places = [
            "AWS_ENDPOINT_URL_S3": cloud.moto.url, "AWS_ENDPOINT_URL_SAGEMAKER": cloud.moto.url,
            "ARTIFACT_BUCKET": cloud.moto.bucket, "TARGET_ARN": Self.group(), "HOME": folder.path,
            "XDG_CACHE_HOME": folder.path + "/cache",
        ]
        return cloud.greengrass.environment().merging(places) { $1 }.merging(more) { $1 }
    }

    /// Starts `gg` beside the test.
    func start(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Running {
        try Running([try Project.program("gg")] + arguments, environment: variables(environment), folder: folder.url)
    }

    /// Runs `gg` to its end, which has to be `code`; no secret may be told.
    @discardableResult
    func gg(
        _ arguments: [String],
        _ environment: [String: String] = [:],
        code: Int32 = 0,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> Command.Result {
        let result = try await start(arguments, environment).finish()
        let told = result.output + result.errors
        #expect(result.code == code, "gg \(arguments.joined(separator: " ")): \(told)", sourceLocation: location)
        for key in cloud.greengrass.keys { #expect(!told.contains(key.secret), sourceLocation: location) }
        return result
    }

    /// Makes a release, builds and uploads it.
    func prepare() async throws {
        try await gg(["synth"])
        try await gg(["build", "--upload"])
    }

    /// What a release file lists, by handle.
    func release(_ path: String = "build/release.json") throws -> [String: Entry] {
        struct File: Decodable { let components: [Entry] }
        let data = try Data(contentsOf: folder.url.appending(path: path))
        let entries = try JSONDecoder().decode(File.self, from: data).components
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.handle, $0) })
    }

    /// Versions of a release file, by handle.
    func versions(_ path: String = "build/release.json") throws -> [String: String] {
        try release(path).mapValues(\.version)
    }

    /// A client of the bucket.
    var s3: S3Client {
        let http = HTTPClient(TransferOptions(proxy: .none))
        let variables = cloud.moto.friend.environment
        return S3Client(
            options: S3Options(region: "eu-west-1", endpoint: cloud.moto.url, environment: variables),
            credentials: CredentialChain(environment: variables, homeDirectory: nil, http: http),
            http: http
        )
    }

    /// The keys of this site's artifacts, in their order.
    func keys() throws -> [String] {
        let place = try #require(S3Location(bucket: cloud.moto.bucket, key: mark))
        return try s3.list(place).map(\.key)
    }

    /// How often an operation was asked so far.
    func count(_ operation: String) throws -> Int {
        try cloud.greengrass.log().count { $0.operation == operation }
    }

    /// Each component version was sent with one token alone, and none was there when it was.
    func expectNothingTwice(_ location: SourceLocation = #_sourceLocation) throws {
        let sent = try cloud.greengrass.log().filter { $0.operation == "CreateComponentVersion" }
        #expect(Set(sent.compactMap(\.body)).count == 3, sourceLocation: location)
        #expect(Set(sent.compactMap(\.clientToken)).count == 3, sourceLocation: location)
        #expect(!sent.contains { $0.error == "ConflictException" }, sourceLocation: location)
    }
}
