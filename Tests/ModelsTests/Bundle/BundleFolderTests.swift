import Cryptography
import Foundation
import Models
import Support
import Testing

private let damages: [(name: String, code: UpdateCode, damage: @Sendable (SampleBundle) throws -> Void)] = [
    ("a changed file", .digestMismatch, { try $0.write(Array("b\na\n".utf8), to: "labels.txt") }),
    ("a longer file", .digestMismatch, { try $0.write(Array("a\nb\nc\n".utf8), to: "labels.txt") }),
    ("a shorter file", .digestMismatch, { try $0.write([], to: "labels.txt") }),
    ("a missing file", .digestMismatch, { try $0.remove("labels.txt") }),
    ("a file too many", .badPath, { try $0.write([1], to: "extra.bin") }),
    ("a hidden file", .badPath, { try $0.write([1], to: ".hidden") }),
    ("no manifest", .badManifest, { try $0.remove("manifest.json") }),
    ("a damaged manifest", .badManifest, { try $0.write(Array("{".utf8), to: "manifest.json") }),
    ("a changed manifest", .badSignature, { try $0.write($0.bytes("manifest.json") + [0x0A], to: "manifest.json") }),
    ("no signature", .badSignature, { try $0.remove("manifest.sig") }),
]

@Suite("A bundle's folder")
struct BundleFolderTests {
    private let key: SigningKey
    private let trust: TrustFile

    init() throws {
        key = try SigningKey()
        trust = try .of(["team": key])
    }

    private func signed() throws -> SampleBundle {
        let bundle = try SampleBundle()
        try BundleMaker.sign(bundle.path, with: key, keyID: "team")
        return bundle
    }

    @Test("[bundle-9] a whole bundle is verified, and named by its manifest's digest")
    func whole() throws {
        let bundle = try signed()
        let verified = try BundleFolder.verify(folder: bundle.path + "/", trust: trust)
        #expect(verified.keyID == "team" && verified.isSigned && verified.folder == bundle.path)
        #expect(verified.id == BundleID(SHA256Digest(of: try bundle.bytes("manifest.json"))))
        #expect(verified.manifest.files.map(\.path) == ["model.onnx", "labels.txt"])
        #expect(try BundleFolder.verify(folder: bundle.path, trust: nil).keyID == nil)
    }

    @Test("[bundle-9] nothing of a bundle can be exchanged", arguments: damages.indices)
    func damaged(_ index: Int) throws {
        let bundle = try signed()
        try damages[index].damage(bundle)
        let error = #expect(throws: UpdateError.self) { try BundleFolder.verify(folder: bundle.path, trust: trust) }
        #expect(error?.code == damages[index].code, "\(damages[index].name): \(error?.message ?? "taken")")
    }

    @Test("[bundle-9] links, folders and pipes are not files", arguments: ["link", "folder", "pipe"])
    func kinds(_ kind: String) async throws {
        let bundle = try signed()
        let outside = try TemporaryFolder().write("a\nb\n", to: "labels.txt")
        for name in ["labels.txt", "manifest.json", "manifest.sig"] {
            let copy = try bundle.bytes(name)
            try bundle.remove(name)
            let path = "\(bundle.path)/\(name)"
            switch kind {
            case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: outside)
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            default: #expect(try await Command(["mkfifo", path]).run().code == 0)
            }
            let error = #expect(throws: UpdateError.self) { try BundleFolder.verify(folder: bundle.path, trust: trust) }
            #expect(error?.code == .badPath, "\(name): \(error?.message ?? "taken")")
            try bundle.remove(name)
            try bundle.write(copy, to: name)
        }
        #expect(throws: Never.self) { try BundleFolder.verify(folder: bundle.path, trust: trust) }
    }

    @Test("[bundle-9] other files may lie beside a bundle where that is allowed")
    func beside() throws {
        let bundle = try signed()
        try bundle.write([1], to: "README.md")
        #expect(throws: Never.self) { try BundleFolder.verify(folder: bundle.path, trust: trust, allowsOthers: true) }
        #expect(try BundleFolder(bundle.path).others() == ["README.md"])
    }

    @Test("[bundle-3] chunks are of 4 MiB, and their digests those of the pieces")
    func chunks() throws {
        let bytes = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 >> 8) }
        let bundle = try SampleBundle(files: [:])
        try bundle.write(bytes, to: "weights.bin")
        let file = try BundleMaker.file("weights.bin", in: bundle.path)
        #expect(file.chunk == 4 << 20 && file.chunks.count == 3)
        #expect(file.chunks[2] == SHA256Digest(of: Array(bytes[(8 << 20)...])).bytes)
        #expect(file.sha256 == SHA256Digest(of: bytes).bytes)
        #expect(try BundleMaker.file("weights.bin", bytes) == file)
        #expect(try BundleMaker.file("model.onnx", in: bundle.path).chunk == nil)
    }

    @Test("[bundle-3] a new manifest takes the old signature away, and signing again replaces one's own only")
    func signingAgain() throws {
        let bundle = try signed()
        try BundleMaker.sign(bundle.path, with: SigningKey(), keyID: "other")
        try BundleMaker.sign(bundle.path, with: key, keyID: "team")
        #expect(try SignatureFile(json: bundle.bytes("manifest.sig")).signatures.map(\.keyID) == ["other", "team"])
        var manifest = try BundleFolder(bundle.path).manifest
        manifest.version = "9"
        try BundleMaker.write(manifest, to: bundle.path)
        #expect(try BundleFolder(bundle.path).signatureBytes == nil)
    }

    @Test("[bundle-4] a folder with what no bundle has is not made one")
    func unfit() throws {
        let bundle = try SampleBundle()
        try bundle.write([1], to: "two words")
        let error = #expect(throws: UpdateError.self) { try BundleMaker.files(in: bundle.path) }
        #expect(error?.code == .badPath && error?.message.contains("two words") == true)
        try bundle.remove("two words")
        try bundle.remove("model.onnx")
        #expect(throws: UpdateError.self) { try BundleMaker.files(in: bundle.path) }
    }
}
