import Cryptography
import Foundation
import Models
import Support

/// Three signed versions of a model, of which each answers with its inputs plus its number, and a device that has the first.
struct SampleVersions: Sendable {
    /// Made once for all tests.
    static let prepared = Task { try await SampleVersions() }

    /// The numbers of the versions.
    static let numbers = [1, 2, 3]
    private static let chunk = 64 << 10

    let folder: TemporaryFolder
    let trust: TrustFile
    /// What names the versions, in their order.
    let bundles: [BundleID]

    private init() async throws {
        let folder = try TemporaryFolder()
        let key = try SigningKey()
        var trust = TrustFile.empty
        try trust.add(TrustFile.Key(id: "plant", key: key.verifyingKey))
        try Data(trust.json()).write(to: folder.url.appending(path: "trust.json"))
        bundles = try Self.numbers.map { try Self.make($0, in: folder, key) }
        self.folder = folder
        self.trust = trust
        try await settle()
    }

    /// The folder of a version.
    func path(of version: Int) -> String { Self.path(of: version, in: folder) }

    private static func path(of version: Int, in folder: TemporaryFolder) -> String {
        folder.path + "/bundles/\(version)"
    }

    private static func make(_ version: Int, in folder: TemporaryFolder, _ key: SigningKey) throws -> BundleID {
        let path = path(of: version, in: folder)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Project.fixture("plus_\(version)"), toPath: path + "/model.onnx")
        // Something that comes in pieces, so that a download can break off between them.
        let pieces = (UInt8(1)...5).map { [UInt8](repeating: $0, count: chunk) }
        let whole = Array(pieces.joined())
        try Data(whole).write(to: URL(filePath: path + "/operators.txt"))
        let file = Manifest.File(
            path: "operators.txt",
            size: Int64(whole.count),
            sha256: SHA256Digest(of: whole).bytes,
            chunk: Int64(chunk),
            chunks: pieces.map { SHA256Digest(of: $0).bytes }
        )
        let others = try BundleMaker.files(in: path, excluding: ["operators.txt"])
        try BundleMaker.write(Manifest(name: "press", version: "\(version)", files: others + [file]), to: path)
        try BundleMaker.sign(path, with: key, keyID: "plant")
        return try BundleFolder(path).id
    }

    /// Starts a node once, so that its data folder has the first version.
    private func settle() async throws {
        let broker = try await Broker()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let marram = try MarramProcess(
            configuration(model: path(of: 1)),
            port: broker.port,
            folder: folder,
            program: "fragile-marram"
        )
        try await status.waitForOutput("online") { $0.contains("online") }
        let end = try await marram.stop()
        guard end.code == 0 else { throw SupportError("the first version cannot be installed: \(end.errors)") }
    }

    /// What a node is configured with.
    func configuration(model path: String, _ updates: [String: any Sendable] = [:]) -> [String: any Sendable] {
        let keys: [String: any Sendable] = ["trust": folder.path + "/trust.json"]
        return [
            "node": "n1",
            "models": [["name": "press", "path": path]],
            "updates": keys.merging(updates) { $1 },
        ]
    }
}
