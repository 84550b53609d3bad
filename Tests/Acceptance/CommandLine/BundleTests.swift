import Cryptography
import Foundation
import Models
import Support
import Testing

/// `marram bundle` as people call it.
@Suite struct BundleTests {
    private let marram: MarramCommand

    init() throws {
        marram = try MarramCommand()
        try marram.folder.write(#"{"keys": [], "v": 1}"#, to: "nobody.json")
        let model = marram.folder.url.appending(path: "wave")
        try FileManager.default.createDirectory(at: model, withIntermediateDirectories: false)
        for (name, file) in [("window", "model.onnx")] {
            try FileManager.default.copyItem(atPath: Project.fixture(name), toPath: model.appending(path: file).path)
        }
        try Data("a\nb\n".utf8).write(to: model.appending(path: "labels.txt"))
    }

    private func run(_ line: String, environment: [String: String] = [:]) async throws -> Command.Result {
        try await marram.run(["bundle"] + line.split(separator: " ").map(String.init), environment: environment)
    }

    private func place(_ name: String) -> URL { marram.folder.url.appending(path: name) }

    private func contents(_ name: String = "") throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: place(name).path))
    }

    private func makeKeys(_ name: String = "team") async throws {
        #expect(try await run("keys new \(name) --out keys").code == 0)
        let trust = try await run("keys trust trust.json --add keys/\(name).pub.pem")
        #expect(trust.code == 0, "\(trust.errors)")
    }

    @Test("[bundle-15] from nothing to an archive that a device takes")
    func wholeWay() async throws {
        try await makeKeys()
        let options =
            "--golden 2 --expires 2027-01-01T00:00:00Z --security-version 3 --requires-ort 1.9 --gate trial.error_rate=0.01"
        let created = try await run("create wave --version 8 --out wave-8.tar --key keys/team.key.pem \(options)")
        #expect(created.code == 0 && created.errors.isEmpty, "\(created.errors)")
        #expect(created.output.hasPrefix("wave-8.tar: wave 8\n") && created.output.contains("signed    by 'team'"))
        #expect(try contents("wave") == ["model.onnx", "labels.txt"], "the folder stays as it was")
        let verified = try await run("verify wave-8.tar --trust trust.json")
        #expect(verified.code == 0 && verified.errors.isEmpty, "\(verified.errors)")
        #expect(verified.output.contains("signed    by 'team', which is trusted"))
        let out = try TemporaryFolder()
        try TarArchive.unpack(place("wave-8.tar").path, to: out.path)
        let bundle = try BundleFolder.verify(folder: out.path, trust: TrustFile(path: place("trust.json").path))
        #expect(verified.output.contains("\(bundle.id)"))
        let manifest = bundle.manifest
        #expect(manifest.securityVersion == 3 && manifest.requires.ort == ">=1.9" && manifest.tests.count == 2)
        #expect(manifest.gates.trial.errorRate == 0.01 && manifest.ports?.inputs.isEmpty == false)
        #expect(manifest.requires.opsetMax == bundle.inspection.opsets[""].map(Int.init))
        for test in manifest.tests {
            #expect(Set(test.inputs.keys) == Set(manifest.ports?.inputs.map(\.name) ?? []))
            #expect(Set(test.outputs.keys) == Set(manifest.ports?.outputs.map(\.name) ?? []))
        }
    }

    @Test("[bundle-15] a copy in a folder is whole, and an archive that was changed is found out")
    func copies() async throws {
        let made = try await run("create wave --version 8 --out copy --exclude labels.txt --golden 1")
        #expect(made.code == 0, "\(made.errors)")
        #expect(try contents("copy").contains("golden-0-in-0.bin") && !contents("copy").contains("labels.txt"))
        #expect(throws: Never.self) { try BundleFolder.verify(folder: place("copy").path, trust: nil) }
        #expect(try contents() == ["wave", "nobody.json", "copy"])
        #expect(
            try await Command(["sh", "-c", "printf x >> copy/model.onnx"], folder: marram.folder.url).run().code == 0
        )
        #expect(
            try await Command(["tar", "cf", "bad.tar", "-C", "copy", "."], folder: marram.folder.url).run().code == 0
        )
        let bad = try await run("verify bad.tar")
        #expect(bad.code == 1 && bad.errors.hasPrefix("error: model.onnx has "), "\(bad.errors)")
    }

    @Test("[bundle-15] the same files at the same time make the same archive, golden tests included")
    func repeats() async throws {
        for name in ["a.tar", "b.tar"] {
            let made = try await run(
                "create wave --version 8 --golden 3 --out \(name)",
                environment: ["SOURCE_DATE_EPOCH": "1800000000"]
            )
            #expect(made.code == 0, "\(made.errors)")
        }
        #expect(try Data(contentsOf: place("a.tar")) == Data(contentsOf: place("b.tar")))
    }

    @Test("[bundle-16] in its own folder a bundle is signed later, by several, and a change is found")
    func inPlace() async throws {
        try await makeKeys()
        #expect(try await run("create wave --version 8 --golden 1").code == 0)
        #expect(try contents("wave").isSuperset(of: ["manifest.json", "golden-0-in-0.bin", "golden-0-out-0.bin"]))
        let unsigned = try await run("verify wave --trust trust.json")
        #expect(unsigned.code == 1 && unsigned.errors.contains("not signed; sign it with 'marram bundle sign'"))
        #expect(try await run("keys new other --out keys").code == 0)
        #expect(try await run("sign wave --key keys/other.key.pem").code == 0)
        let stranger = try await run("verify wave --trust trust.json")
        #expect(stranger.code == 1 && stranger.errors.contains("'other'") && stranger.errors.contains("trust.json"))
        #expect(try await run("sign wave --key keys/team.key.pem").code == 0)
        #expect(try await run("verify wave --trust trust.json").code == 0)
        let again = try await run("create wave --version 9")
        #expect(again.code == 0 && !again.output.contains("golden-0"), "\(again.output)")
        #expect(try !contents("wave").contains("manifest.sig"))
        try Data("b\na\n".utf8).write(to: place("wave/labels.txt"))
        let changed = try await run("verify wave")
        #expect(changed.code == 1 && changed.errors.contains("labels.txt has the SHA-256"))
        let refused = try await run("sign wave --key keys/team.key.pem")
        #expect(refused.code == 1, "what is not so is not signed")
    }

    @Test("[bundle-16] openssl's keys sign, and openssl checks what is signed")
    func openssl() async throws {
        func openssl(_ line: String) async throws -> Command.Result {
            try await Command(["openssl"] + line.split(separator: " ").map(String.init), folder: marram.folder.url)
                .run()
        }
        #expect(try await openssl("genpkey -algorithm ed25519 -out mine.pem").code == 0)
        #expect(try await openssl("pkey -in mine.pem -pubout -out mine-public.pem").code == 0)
        #expect(try await run("create wave --version 8").code == 0)
        #expect(try await Command(["chmod", "644", place("mine.pem").path]).run().code == 0)
        let signed = try await run("sign wave --key mine.pem --key-id mine")
        #expect(
            signed.code == 0 && signed.errors.contains("warning: mine.pem can be read by others"),
            "\(signed.errors)"
        )
        #expect(try await run("keys trust trust.json --add mine-public.pem --key-id mine").code == 0)
        #expect(try await run("verify wave --trust trust.json").code == 0)
        let manifest = try Data(contentsOf: place("wave/manifest.json"))
        try (Data("marram-model-manifest-v1\n".utf8) + manifest).write(to: place("signed"))
        let file = try SignatureFile(json: [UInt8](Data(contentsOf: place("wave/manifest.sig"))))
        try Data(try #require(file.signatures.first).bytes).write(to: place("signature"))
        let check = "pkeyutl -verify -rawin -pubin -inkey mine-public.pem -in signed -sigfile signature"
        #expect(try await openssl(check).code == 0)
    }

    @Test("[bundle-17] keys are private, are never written over, and come and go in a trust file")
    func keys() async throws {
        try await makeKeys()
        let mode = try FileManager.default.attributesOfItem(atPath: place("keys/team.key.pem").path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let before = try Data(contentsOf: place("keys/team.key.pem"))
        let again = try await run("keys new team --out keys")
        #expect(again.code == 1 && again.errors.contains("is there already"))
        #expect(try Data(contentsOf: place("keys/team.key.pem")) == before)
        #expect(try await run("keys new spare --out keys").code == 0)
        #expect(try await run("keys trust trust.json --add keys/spare.pub.pem --comment new").code == 0)
        let list = try await run("keys list trust.json").output
        #expect(list.contains("team  ") && list.contains("spare  ") && list.hasSuffix("  new\n"))
        #expect(try await run("keys trust trust.json --remove team").code == 0)
        #expect(try TrustFile(path: place("trust.json").path).keys.map(\.id) == ["spare"])
        let none = try await run("keys trust trust.json --remove team")
        #expect(none.code == 1 && none.errors.contains("it has 'spare'"))
        try marram.folder.write(#"{"v":1,"keys":[],"typo":1}"#, to: "trust.json")
        #expect(
            try await run("keys trust trust.json --add keys/team.pub.pem").code == 1,
            "a damaged file stays as it is"
        )
    }

    @Test(
        "[bundle-18] what cannot be a bundle is told, and nothing is left behind",
        arguments: [
            ("create none --version 8", "none", 1), ("create wave --version a/b", "--version takes", 64),
            ("create wave --version 8 --name ..", "--name takes", 64),
            ("create wave --version 8 --exclude labels.txt", "--exclude goes with --out", 64),
            ("create wave --version 8 --golden 65", "--golden takes 0 to 64", 64),
            ("create wave --version 8 --gate speed=1", "expected one of load_s", 64),
            ("create wave --version 8 --gate shadow.agreement=2", "from 0 to 1", 64),
            ("create wave --version 8 --expires soon", "'soon' is no time", 64),
            ("create wave --version 8 --requires-ort new", "'requires.ort' is '>=new'", 1),
            ("create wave --version 8 --golden 2 --requires-ort new", "'requires.ort' is '>=new'", 1),
            ("create wave --version 8 --out copy --requires-ort new", "'requires.ort' is '>=new'", 1),
            ("create wave --version 8 --out wave", "name a folder that is not there yet", 1),
            ("create wave --version 8 --out x.tar --exclude model.onnx", "has no model.onnx", 1),
            ("create nowhere --version 8", "nowhere is no folder; name the one that has model.onnx", 1),
            ("keys list nowhere.json", "'marram bundle keys trust' makes a trust file", 1),
            ("create wave --version 8 --key none.pem", "none.pem cannot be read", 1),
            ("create wave --version 8 --key nobody.json", "expected a private key", 1),
            ("create wave --version 8 --key-id a", "--key-id goes with --key", 64),
            ("sign wave", "--key FILE is missing", 64),
            ("verify wave", "wave has no manifest.json", 1), ("verify none.tar", "none.tar is missing", 1),
            ("verify nobody.json", "nobody.json", 1), ("keys trust trust.json", "give --add or --remove", 64),
            ("keys new a/b", "is no name for a key", 1),
        ] as [(String, String, Int32)]
    )
    func refusals(line: String, message: String, code: Int32) async throws {
        let result = try await run(line)
        #expect(result.code == code && result.errors.contains(message), "\(result.code): \(result.errors)")
        #expect(try contents() == ["wave", "nobody.json"] && contents("wave") == ["model.onnx", "labels.txt"])
    }

    @Test(
        "[bundle-10][bundle-11][bundle-12] a model that no device takes is not made a bundle",
        arguments: ["not_onnx", "empty"]
    )
    func badModels(_ name: String) async throws {
        try FileManager.default.removeItem(at: place("wave/model.onnx"))
        try FileManager.default.copyItem(atPath: Project.fixture(name), toPath: place("wave/model.onnx").path)
        let result = try await run("create wave --version 8")
        #expect(result.code == 1 && result.errors.contains("model.onnx is no ONNX model"), "\(result.errors)")
        #expect(try contents("wave") == ["model.onnx", "labels.txt"])
    }
}
