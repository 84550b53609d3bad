import Cryptography
import Foundation
import Models
import Support

/// A bundle in memory that can be made wrong in any way; what is signed is what it says in the end.
struct ForgedBundle: Sendable {
    /// Contents by path; the manifest and its signatures are among them.
    var files: [String: [UInt8]]
    /// Who signs.
    var key: SigningKey
    var keyID = "lab"

    /// A bundle that is well: the sample model as another version.
    init(
        _ key: SigningKey,
        model: [UInt8]? = nil,
        others: [String: [UInt8]] = ["labels.txt": Array("a\nb\nc\n".utf8)],
        edit: (inout Manifest) -> Void = { _ in }
    ) throws {
        self.key = key
        let iris = Project.root.appendingPathComponent("models/iris/model.onnx")
        files = others
        files["model.onnx"] = try model ?? [UInt8](Data(contentsOf: iris))
        var listed: [Manifest.File] = []
        for name in files.keys.sorted() {
            let bytes = files[name] ?? []
            listed.append(
                Manifest.File(path: name, size: Int64(bytes.count), sha256: SHA256Digest(of: bytes).bytes)
            )
        }
        var manifest = Manifest(name: "iris", version: "66", files: listed)
        edit(&manifest)
        try sign(manifest.json())
    }

    /// Takes a manifest, and signs it.
    mutating func sign(_ manifest: [UInt8]) throws {
        files["manifest.json"] = manifest
        files["manifest.sig"] = try SignatureFile(signing: manifest, with: key, keyID: keyID).json()
    }

    /// Replaces text of the manifest, and signs it again.
    mutating func replace(_ text: String, by other: String) throws {
        let manifest = String(decoding: files["manifest.json"] ?? [], as: UTF8.self)
        let changed = manifest.replacingOccurrences(of: text, with: other)
        guard changed != manifest else { throw SupportError("the manifest has no \(text): \(manifest)") }
        try sign(Array(changed.utf8))
    }

    /// SHA-256 of the manifest.
    var id: String { SHA256Digest(of: files["manifest.json"] ?? []).hexadecimal }

    /// An entry of an archive, its padding included.
    static func entry(_ name: String, _ bytes: [UInt8], change: (inout [UInt8]) -> Void = { _ in }) -> [UInt8] {
        var head = TarHeader(name: name, size: Int64(bytes.count)).block()
        change(&head)
        return head + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }

    /// The archive of these files.
    func archive(_ names: [String] = ["manifest.json", "manifest.sig", "labels.txt", "model.onnx"]) -> [UInt8] {
        names.flatMap { Self.entry($0, files[$0] ?? []) } + [UInt8](repeating: 0, count: 1024)
    }

    /// Mends the checksum of a header that was changed.
    static func sum(_ head: inout [UInt8]) {
        head.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
        let sum = head.reduce(0) { $0 + Int($1) }
        let text = String(sum, radix: 8)
        head.replaceSubrange(
            148..<156,
            with: Array((String(repeating: "0", count: 6 - text.count) + text).utf8) + [0, 0x20]
        )
    }
}
