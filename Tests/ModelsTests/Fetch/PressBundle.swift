import Cryptography
import Foundation
import Models
import Support

/// A signed bundle in memory: a real model, and a file of 64 KiB chunks.
struct PressBundle {
    static let chunk = 65_536
    static let weights = "weights.bin"

    var files: [String: [UInt8]]
    let trust: TrustFile
    let key: SigningKey

    // isChunked false: the large file has no chunks in the manifest.
    init(weights: Int = 300_000, isChunked: Bool = true, edit: (inout Manifest) -> Void = { _ in }) throws {
        key = try SigningKey()
        var trust = TrustFile.empty
        try trust.add(TrustFile.Key(id: "lab", key: key.verifyingKey))
        self.trust = trust
        let model = [UInt8](try Data(contentsOf: Project.root.appendingPathComponent("models/iris/model.onnx")))
        var state: UInt32 = 7
        let large = (0..<weights).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
        files = ["model.onnx": model, Self.weights: large, "empty.txt": []]
        var listed = ["model.onnx", Self.weights, "empty.txt"].map { name in
            let bytes = files[name] ?? []
            return Manifest.File(path: name, size: Int64(bytes.count), sha256: SHA256Digest(of: bytes).bytes)
        }
        if isChunked {
            listed[1].chunk = Int64(Self.chunk)
            listed[1].chunks = stride(from: 0, to: large.count, by: Self.chunk).map {
                SHA256Digest(of: Array(large[$0..<min($0 + Self.chunk, large.count)])).bytes
            }
        }
        var manifest = Manifest(name: "press", version: "8", files: listed)
        edit(&manifest)
        try sign(manifest.json())
    }

    mutating func sign(_ manifest: [UInt8]) throws {
        files["manifest.json"] = manifest
        files["manifest.sig"] = try SignatureFile(signing: manifest, with: key, keyID: "lab").json()
    }

    var manifest: [UInt8] { files["manifest.json"] ?? [] }
    var large: [UInt8] { files[Self.weights] ?? [] }
    var id: BundleID { BundleID(SHA256Digest(of: manifest)) }
    var byteCount: Int64 { Int64(files.filter { !$0.key.hasPrefix("manifest.") }.reduce(0) { $0 + $1.value.count }) }

    /// The archive of it, the small files behind the large one.
    func archive(_ names: [String] = ["manifest.json", "manifest.sig", "weights.bin", "model.onnx", "empty.txt"])
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        for name in names {
            let content = files[name] ?? []
            bytes += TarHeader(name: name, size: Int64(content.count)).block() + content
            bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    /// Writes it to a folder.
    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    }

    /// A server that has it at `/press/`, as a folder and as `press.tar`.
    func server() throws -> StandInServer {
        let archive = archive()
        return try StandInServer { [files] request, line in
            let name = String(request.target.split(separator: "/").last ?? "")
            guard let bytes = name == "press.tar" ? archive : files[name] else { return _ = line.answer(404) }
            line.serve(bytes, etag: "\"\(SHA256Digest(of: bytes).hexadecimal.prefix(8))\"", to: request)
        }
    }
}
