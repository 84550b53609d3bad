import Cryptography
import Foundation
import Models
import Support
import Testing
import Transfer

@Suite("Belief of a fetch")
struct FetchTrustTests {
    /// Fetches the manifest and expects it to be refused before anything else is asked for.
    private func expectRefusal(
        _ code: UpdateCode,
        _ bundle: PressBundle,
        policy: FetchPolicy = FetchPolicy(),
        edit: (inout FetchOrder) -> Void = { _ in }
    ) throws {
        let server = try bundle.server()
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"), policy: policy, edit: edit)
        #expect { try fetch.manifest() } throws: { ($0 as? UpdateError)?.code == code }
        let targets = Set(server.requests.value.map(\.target))
        #expect(targets.isSubset(of: ["/press/manifest.json", "/press/manifest.sig"]), "[store-10]")
        #expect(scene.names(scene.folder.path + "/data/models/press/staging") == [])
    }

    @Test("refuses a manifest of another digest than the command says")
    func digest() throws {
        try expectRefusal(.digestMismatch, try PressBundle()) { $0.digest = SHA256Digest(of: [1]) }
    }

    @Test("takes one of that digest")
    func rightDigest() throws {
        let bundle = try PressBundle()
        let server = try bundle.server()
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json")) {
            $0.digest = SHA256Digest(of: bundle.manifest)
        }
        #expect(try fetch.manifest().id == bundle.id)
    }

    @Test("refuses a changed manifest before it reads what it says")
    func changed() throws {
        var bundle = try PressBundle()
        bundle.files["manifest.json"] = Array("{\"schema\":99}".utf8)
        try expectRefusal(.badSignature, bundle)
    }

    @Test("refuses a bundle without a signature, unless that is allowed")
    func unsigned() throws {
        var bundle = try PressBundle()
        bundle.files["manifest.sig"] = nil
        try expectRefusal(.badSignature, bundle)
        let server = try bundle.server()
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json")) { $0.allowsUnsigned = true }
        #expect(try fetch.files(of: fetch.manifest().id).isSigned == false)
    }

    @Test("refuses a key that is not trusted")
    func unknownKey() throws {
        try expectRefusal(.unknownKey, try PressBundle()) { $0.trust = .empty }
    }

    @Test("refuses a signed manifest that cannot be read")
    func unreadable() throws {
        var bundle = try PressBundle()
        try bundle.sign(Array("{\"schema\":1}".utf8))
        try expectRefusal(.badManifest, bundle)
    }

    @Test("refuses a bundle that is larger than allowed")
    func large() throws {
        try expectRefusal(.tooLarge, try PressBundle(), policy: FetchPolicy(largestBundle: 1000))
    }

    @Test("refuses a manifest of more than 1 MiB")
    func largeManifest() throws {
        var bundle = try PressBundle()
        bundle.files["manifest.json"] = [UInt8](repeating: 32, count: (1 << 20) + 1)
        try expectRefusal(.tooLarge, bundle)
    }

    @Test("says of a web page that it is one")
    func page() throws {
        var bundle = try PressBundle()
        bundle.files["manifest.json"] = Array("\n<!DOCTYPE html><html>Please log in</html>".utf8)
        let server = try bundle.server()
        let fetch = try FetchScene().fetch(bundle, from: server.url("/press/manifest.json"))
        #expect { try fetch.manifest() } throws: { error in
            let error = error as? UpdateError
            return error?.code == .downloadFailed && error?.message.contains("web page") == true
        }
    }

    @Test("asks no place that is not allowed [store-2]")
    func notAllowed() throws {
        let bundle = try PressBundle()
        let server = try bundle.server()
        let options = SourceOptions(rules: try SourceRules(["https://models.example"]))
        let fetch = try FetchScene().fetch(bundle, from: server.url("/press/manifest.json"), options: options)
        #expect { try fetch.manifest() } throws: { ($0 as? UpdateError)?.code == .badPath }
        #expect(server.requests.value.isEmpty)
    }

    @Test(
        "follows the manifest's URLs to nowhere else [store-3]",
        arguments: ["file:///etc/passwd", "https://elsewhere.example/weights.bin", "http://10.1.2.3/weights.bin"]
    )
    func elsewhere(_ url: String) throws {
        let bundle = try PressBundle { $0.files[1].url = url }
        let server = try bundle.server()
        let options = SourceOptions(rules: try SourceRules([server.url(""), "file:"]))
        let fetch = try FetchScene().fetch(bundle, from: server.url("/press/manifest.json"), options: options)
        let id = try fetch.manifest().id
        #expect { try fetch.files(of: id) } throws: { ($0 as? UpdateError)?.code == .badPath }
    }

    @Test(
        "follows them to a folder below, and to another place that is allowed",
        arguments: ["parts/weights.bin", "other"]
    )
    func below(_ url: String) throws {
        let plain = try PressBundle()
        let other = try plain.server()
        let bundle = try PressBundle {
            $0.files[1].url = url == "other" ? other.url("/elsewhere/weights.bin") : url
        }
        let server = try bundle.server()
        let fetch = try FetchScene().fetch(bundle, from: server.url("/press/manifest.json"))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
        let place = url == "other" ? "/elsewhere/weights.bin" : "/press/parts/weights.bin"
        #expect((server.requests.value + other.requests.value).map(\.target).contains(place))
    }
}
