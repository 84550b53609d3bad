import Cryptography
import Foundation
import Models
import Support
import Testing

/// Bundles that mean no good, brought over HTTP to a node that serves.
@Suite("A bundle that is not what it should be", .serialized)
struct BadBundleTests {
    /// One attempt: what is published under a name, and the codes it may end with.
    private struct Attempt: Sendable {
        let name: String
        let codes: Set<String>
        let bundle: ForgedBundle
        /// What the archive holds; nil: it is published as a folder.
        var archive: [UInt8]?
        var members = ""
    }

    /// A bundle that is changed after it was signed, unless the change signs it again.
    private static func changed(
        _ key: SigningKey,
        _ change: (inout ForgedBundle) throws -> Void
    ) throws -> ForgedBundle {
        var bundle = try ForgedBundle(key)
        try change(&bundle)
        return bundle
    }

    @Test("[store-30] [bundle-6] ends with its code, leaves nothing behind, and the old model serves on")
    func folders() async throws {
        let key = try SigningKey()
        let stranger = try SigningKey()
        try await attempt(
            key,
            try Self.files(key) + Self.signatures(key, stranger) + Self.manifests(key) + Self.paths(key)
        )
    }

    @Test("[bundle-14] [store-4] an archive that means no good ends with its code, and writes nowhere")
    func archives() async throws {
        let key = try SigningKey()
        try await attempt(key, try Self.archives(key))
    }

    @Test("[bundle-11] [probe-15] a model that reaches out, crashes or will not do is refused")
    func models() async throws {
        let key = try SigningKey()
        try await attempt(key, try Self.models(key))
    }

    /// Tries all of them on one node.
    private func attempt(_ key: SigningKey, _ attempts: [Attempt]) async throws {
        let published = Dictionary(uniqueKeysWithValues: attempts.map { ($0.name, $0) })
        let server = try StandInServer { request, line in
            let steps = request.target.split(separator: "/").map(String.init)
            guard let attempt = published[steps[0]], let name = steps.last else { return _ = line.answer(404) }
            let bytes = name == "b.tar" ? attempt.archive : attempt.bundle.files[name]
            guard let bytes else { return _ = line.answer(404) }
            line.serve(bytes, etag: "\"\(bytes.count)\"", to: request)
        }
        let scene = try await HostileScene(
            key: key,
            updates: ["max_bundle": "1MiB"],
            more: ["inference": ["probe_timeout": "3s", "probe_memory": "512MiB"] as [String: any Sendable]]
        )
        for attempt in attempts {
            let file = attempt.archive == nil ? "manifest.json" : "b.tar"
            let ending = try await scene.install(
                server.url("/\(attempt.name)/\(file)"),
                job: attempt.name,
                members: attempt.members
            )
            #expect(["FAILED", "REJECTED"].contains(ending.status), "\(attempt.name): \(ending)")
            #expect(attempt.codes.contains(ending.code), "\(attempt.name): \(ending)")
            try #require(scene.active == scene.original, "\(attempt.name) serves")
            let remains = try await scene.remains()
            try #require(remains.isEmpty, "\(attempt.name) left something behind")
        }
        #expect(try await scene.serves())
        let outside = try FileManager.default.contentsOfDirectory(atPath: scene.folder.path + "/data")
        #expect(!outside.contains { $0.contains("evil") }, "\(outside)")
        #expect(try await scene.stop().code == 0)
    }

    // MARK: files

    private static func files(_ key: SigningKey) throws -> [Attempt] {
        [
            Attempt(
                name: "truncated",
                codes: ["digest_mismatch"],
                bundle: try changed(key) { $0.files["model.onnx"]?.removeLast(100) }
            ),
            Attempt(
                name: "longer",
                codes: ["digest_mismatch"],
                bundle: try changed(key) { $0.files["model.onnx"]?.append(0) }
            ),
            Attempt(
                name: "swapped",
                codes: ["digest_mismatch"],
                bundle: try changed(key) { $0.files["labels.txt"] = Array("b\na\nc\n".utf8) }
            ),
            Attempt(
                name: "flipped",
                codes: ["digest_mismatch"],
                bundle: try changed(key) { $0.files["model.onnx"]?[200] ^= 1 }
            ),
            Attempt(
                name: "missing",
                codes: ["download_failed"],
                bundle: try changed(key) { $0.files["labels.txt"] = nil }
            ),
        ]
    }

    // MARK: signatures

    private static func signatures(_ key: SigningKey, _ stranger: SigningKey) throws -> [Attempt] {
        [
            Attempt(
                name: "unsigned",
                codes: ["bad_signature"],
                bundle: try changed(key) { $0.files["manifest.sig"] = nil }
            ),
            Attempt(
                name: "stranger",
                codes: ["unknown_key"],
                bundle: try changed(stranger) { bundle in
                    bundle.keyID = "stranger"
                    try bundle.sign(bundle.files["manifest.json"] ?? [])
                }
            ),
            Attempt(name: "impostor", codes: ["bad_signature"], bundle: try ForgedBundle(stranger)),
            Attempt(
                name: "changed",
                codes: ["bad_signature"],
                bundle: try changed(key) { bundle in
                    bundle.files["manifest.json"]?.append(10)
                }
            ),
            Attempt(
                name: "no-signatures",
                codes: ["bad_signature"],
                bundle: try changed(key) { $0.files["manifest.sig"] = Array(#"{"signatures":[]}"#.utf8) }
            ),
            Attempt(
                name: "long-signature",
                codes: ["too_large", "bad_signature"],
                bundle: try changed(key) { $0.files["manifest.sig"] = [UInt8](repeating: 0x20, count: 1 << 20) }
            ),
        ]
    }

    // MARK: manifests

    private static func manifests(_ key: SigningKey) throws -> [Attempt] {
        [
            Attempt(
                name: "expired",
                codes: ["expired"],
                bundle: try ForgedBundle(key, edit: { $0.expires = Date(timeIntervalSince1970: 1_600_000_000) })
            ),
            Attempt(
                name: "other-name",
                codes: ["name_mismatch"],
                bundle: try ForgedBundle(key, edit: { $0.name = "rose" })
            ),
            Attempt(
                name: "other-hardware",
                codes: ["requires"],
                bundle: try ForgedBundle(key, edit: { $0.requires.hardware = ["press-gw-*"] })
            ),
            Attempt(
                name: "too-large",
                codes: ["too_large"],
                bundle: try changed(key) { try $0.replace("\"size\": 6", by: "\"size\": 9000000") }
            ),
            Attempt(
                name: "negative",
                codes: ["bad_manifest"],
                bundle: try changed(key) { try $0.replace("\"size\": 6", by: "\"size\": -6") }
            ),
            Attempt(
                name: "overflowing",
                codes: ["bad_manifest", "too_large"],
                bundle: try changed(key) { try $0.replace("\"size\": 6", by: "\"size\": 9223372036854775807") }
            ),
            Attempt(
                name: "long-manifest",
                codes: ["too_large", "bad_manifest"],
                bundle: try changed(key) {
                    try $0.sign(($0.files["manifest.json"] ?? []) + [UInt8](repeating: 0x20, count: 2 << 20))
                }
            ),
            Attempt(
                name: "deep-manifest",
                codes: ["bad_manifest"],
                bundle: try changed(key) { try $0.sign([UInt8](repeating: 0x5B, count: 100_000)) }
            ),
            Attempt(
                name: "newer-schema",
                codes: ["bad_manifest"],
                bundle: try changed(key) { try $0.replace("\"schema\": 1", by: "\"schema\": 2") }
            ),
            Attempt(
                name: "error-page",
                codes: ["download_failed"],
                bundle: try changed(key) {
                    $0.files["manifest.json"] = Array("<!DOCTYPE html><html>Bad gateway</html>".utf8)
                }
            ),
        ]
    }

    // MARK: paths

    private static func paths(_ key: SigningKey) throws -> [Attempt] {
        let names = [
            "../evil.txt", "/tmp/evil.txt", "a/evil.txt", ".evil", "..", "evil\\u0000.txt", "manifest.json",
            "manifest.sig", "MODEL.onnx", "model.onnx", "model.onnx.part", "evil txt", "\u{e9}vil", "",
        ]
        let renamed = try names.enumerated().map { number, name in
            Attempt(
                name: "path-\(number)",
                codes: ["bad_path", "bad_manifest"],
                bundle: try changed(key) { try $0.replace("\"path\": \"labels.txt\"", by: "\"path\": \"\(name)\"") }
            )
        }
        let urls = [
            "../labels.txt", "/etc/hostname", "//evil.test/x", "file:///etc/hostname", "http://169.254.169.254/latest",
            "mlflow:models:/x@y", "ftp://127.0.0.1/x", "a/../b", "%2e%2e/x", "https://user:hunter2@example.test/x",
        ]
        let moved = try urls.enumerated().map { number, url in
            Attempt(
                name: "url-\(number)",
                codes: ["bad_path", "bad_manifest"],
                bundle: try changed(key) {
                    try $0.replace("\"path\": \"labels.txt\"", by: "\"path\": \"labels.txt\", \"url\": \"\(url)\"")
                }
            )
        }
        return renamed + moved
    }

    // MARK: archives

    private static func archives(_ key: SigningKey) throws -> [Attempt] {
        let bundle = try ForgedBundle(key)
        let whole = bundle.archive()
        let end = [UInt8](repeating: 0, count: 1024)
        func link(_ name: String, _ kind: String, to target: String) -> [UInt8] {
            ForgedBundle.entry(name, []) { head in
                head[156] = Array(kind.utf8)[0]
                head.replaceSubrange(157..<(157 + target.utf8.count), with: Array(target.utf8))
                ForgedBundle.sum(&head)
            }
        }
        func huge(_ name: String) -> [UInt8] {
            ForgedBundle.entry(name, []) { head in
                head.replaceSubrange(124..<136, with: Array("77777777777\0".utf8))
                ForgedBundle.sum(&head)
            }
        }
        func renamed(_ name: String) -> [UInt8] {
            ForgedBundle.entry("x", Array("evil".utf8)) { head in
                head.replaceSubrange(0..<name.utf8.count, with: Array(name.utf8))
                ForgedBundle.sum(&head)
            }
        }
        let bad: Set<String> = ["bad_path", "bad_manifest", "digest_mismatch", "too_large", "download_failed"]
        let archives: [(String, [UInt8])] = [
            ("tar-empty", end), ("tar-nothing", []), ("tar-random", [UInt8](repeating: 0x5A, count: 4096)),
            ("tar-cut", Array(whole.prefix(whole.count / 2))),
            ("tar-symlink", link("labels.txt", "2", to: "/etc/hostname") + whole),
            ("tar-hardlink", link("labels.txt", "1", to: "model.onnx") + whole),
            ("tar-device", link("labels.txt", "3", to: "") + whole),
            ("tar-up", renamed("../evil.txt") + whole), ("tar-absolute", renamed("/tmp/evil.txt") + whole),
            ("tar-huge", huge("model.onnx") + whole), ("tar-huge-manifest", huge("manifest.json") + end),
            ("tar-twice", bundle.archive(["manifest.json", "manifest.sig", "labels.txt", "labels.txt", "model.onnx"])),
            (
                "tar-many",
                (0..<3000).flatMap { ForgedBundle.entry("f\($0)", []) } + whole
            ),
            ("tar-zeros", [UInt8](repeating: 0, count: 4 << 20) + whole),
            ("tar-gzip", [0x1F, 0x8B, 8, 0] + whole),
        ]
        return archives.map { Attempt(name: $0.0, codes: bad, bundle: bundle, archive: $0.1) }
    }

    // MARK: models

    private static func models(_ key: SigningKey) throws -> [Attempt] {
        func fixture(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: Project.fixture(name))))
        }
        let iris = [UInt8](
            try Data(contentsOf: Project.root.appendingPathComponent("models/iris/model.onnx"))
        )
        func external(_ location: String) -> [UInt8] {
            iris + Wire.field(7, Wire.field(5, Wire.field(8, Array("w".utf8)) + Wire.location(location) + [0x70, 1]))
        }
        let models: [(String, Set<String>, [UInt8])] = [
            ("model-page", ["bad_manifest", "requires", "probe_failed"], Array("<html>".utf8)),
            ("model-empty", ["bad_manifest", "requires", "probe_failed"], []),
            ("model-truncated", ["bad_manifest", "requires", "probe_failed"], try fixture("truncated")),
            ("model-outside", ["bad_path"], external("../../../../etc/hostname")),
            ("model-absolute", ["bad_path"], external("/etc/hostname")),
            ("model-unlisted", ["bad_path"], external("weights.bin")),
            (
                "model-custom", ["requires"],
                iris + Wire.field(8, Wire.field(1, Array("evil".utf8)) + [0x10, 1])
                    + Wire.field(7, Wire.field(1, Wire.field(4, Array("Run".utf8)) + Wire.field(7, Array("evil".utf8))))
            ),
            ("model-hungry", ["probe_memory"], try fixture("hungry")),
            ("model-endless", ["probe_timeout"], try fixture("endless")),
        ]
        return try models.map { Attempt(name: $0.0, codes: $0.1, bundle: try ForgedBundle(key, model: $0.2)) }
    }
}

/// Fields of Protocol Buffers.
private enum Wire {
    static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var rest = content.count
        var length: [UInt8] = []
        while rest >= 0x80 {
            length.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return [number << 3 | 2] + length + [UInt8(rest)] + content
    }

    /// The place of a tensor's numbers.
    static func location(_ path: String) -> [UInt8] {
        field(13, field(1, Array("location".utf8)) + field(2, Array(path.utf8)))
    }
}
