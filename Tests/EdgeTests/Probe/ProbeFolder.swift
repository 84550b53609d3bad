import Cryptography
import Foundation
import Models
import Support

/// A bundle's folder that a test makes: one of the fixtures, golden files, and a manifest that fits them.
struct ProbeFolder {
    let folder: TemporaryFolder
    var manifest: Manifest

    var path: String { folder.path }

    /// A bundle of a fixture, without golden tests.
    init(_ fixture: String) throws {
        folder = try TemporaryFolder()
        manifest = Manifest(name: "m", version: "1", files: [])
        try add("model.onnx", [UInt8](Data(contentsOf: URL(fileURLWithPath: Project.fixture(fixture)))))
    }

    /// `double_input` with one golden test: rows [1, 2] and [3, 4], added to and multiplied with others.
    static func sums(_ sum: [Float] = [1.5, 0, 3.25, 12], product: [Float] = [0.5, -4, 0.75, 32]) throws -> ProbeFolder
    {
        var bundle = try ProbeFolder("double_input")
        try bundle.add("a.bin", bytes([1, 2, 3, 4]))
        try bundle.add("b.bin", bytes([0.5, -2, 0.25, 8]))
        try bundle.add("sum.bin", bytes(sum))
        try bundle.add("product.bin", bytes(product))
        bundle.manifest.tests = [
            Manifest.GoldenTest(
                inputs: ["a": Manifest.TensorFile(file: "a.bin"), "b": Manifest.TensorFile(file: "b.bin")],
                outputs: [
                    "sum": Manifest.Expectation(file: "sum.bin", atol: 0, rtol: 0),
                    "product": Manifest.Expectation(file: "product.bin", shape: [2, 2], atol: 0.01, rtol: 0),
                ]
            )
        ]
        try bundle.write()
        return bundle
    }

    /// Adds a file to folder and manifest.
    mutating func add(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.url.appendingPathComponent(name))
        manifest.files.append(
            Manifest.File(path: name, size: Int64(bytes.count), sha256: SHA256Digest(of: bytes).bytes)
        )
        try write()
    }

    /// Writes the manifest as it is now.
    func write() throws {
        try Data(manifest.json()).write(to: folder.url.appendingPathComponent("manifest.json"))
    }

    static func bytes(_ numbers: [Float]) -> [UInt8] { unsafe numbers.withUnsafeBytes { unsafe [UInt8]($0) } }
}
