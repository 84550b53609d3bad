import Cryptography
import Foundation
import Models
import Support

/// A small bundle in a folder of its own.
struct SampleBundle {
    let folder: TemporaryFolder
    var path: String { folder.path }

    /// Copies a model of the tests, puts other files beside it and writes the manifest.
    init(
        model: [UInt8]? = nil,
        files: [String: String] = ["labels.txt": "a\nb\n"],
        change: (inout Manifest) -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        let bytes = try model.map { Data($0) } ?? Data(contentsOf: URL(filePath: Project.fixture("mlp")))
        try bytes.write(to: folder.url.appending(path: "model.onnx"))
        for (name, text) in files { try folder.write(text, to: name) }
        var manifest = Manifest(name: "press", version: "8", files: try BundleMaker.files(in: folder.path))
        change(&manifest)
        try BundleMaker.write(manifest, to: folder.path)
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.url.appending(path: name))) }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: folder.url.appending(path: name)) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
}

extension TrustFile {
    /// Trusts these keys.
    static func of(_ keys: [String: SigningKey]) throws -> TrustFile {
        var file = TrustFile.empty
        for (name, key) in keys.sorted(by: { $0.key < $1.key }) { try file.add(Key(id: name, key: key.verifyingKey)) }
        return file
    }
}
