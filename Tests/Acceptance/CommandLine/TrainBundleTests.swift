import Foundation
import Models
import Support
import Testing

/// `marram train --bundle-version`.
@Suite struct TrainBundleTests {
    private let marram: MarramCommand

    init() throws {
        marram = try MarramCommand()
        let lines = (0..<200).map {
            "\(sin(Double($0) / 5)),\(cos(Double($0) / 11) + Double(($0 &* 7919) % 101) / 10_000)"
        }
        try marram.folder.write("a,b\n" + lines.joined(separator: "\n") + "\n", to: "good.csv")
    }

    private func run(_ line: String) async throws -> Command.Result {
        try await marram.run(line.split(separator: " ").map(String.init))
    }

    private func place(_ name: String) -> String { marram.folder.path + "/" + name }

    @Test("[train-10] a model is written as a signed bundle with golden tests of its first windows")
    func bundle() async throws {
        #expect(try await run("bundle keys new team").code == 0)
        #expect(try await run("bundle keys trust trust.json --add team.pub.pem").code == 0)
        let options =
            "--window 5 --created 2026-01-01T00:00:00Z --bundle-version 3 --key team.key.pem --security-version 2"
        for folder in ["models/wave", "again/wave"] {
            let trained = try await run("train good.csv --out \(folder) \(options)")
            #expect(trained.code == 0 && trained.errors.isEmpty, "\(trained.errors)")
        }
        let trust = try TrustFile(path: place("trust.json"))
        let bundle = try BundleFolder.verify(folder: place("models/wave"), trust: trust)
        #expect(bundle.keyID == "team" && bundle.manifest.name == "wave" && bundle.manifest.version == "3")
        #expect(bundle.manifest.securityVersion == 2)
        #expect(bundle.manifest.files.map(\.path).prefix(3) == ["model.onnx", "baseline.json", "report.md"])
        let test = try #require(bundle.manifest.tests.first)
        #expect(test.inputs["x"]?.shape == [4, 5, 2])
        let window = try Data(contentsOf: URL(filePath: bundle.path(try #require(test.inputs["x"]).file)))
        let first = unsafe window.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: 0, as: Float.self) }
        #expect(first == Float(sin(0.0)) && window.count == 4 * 5 * 2 * 4)
        #expect(try BundleFolder.verify(folder: place("again/wave"), trust: trust).id == bundle.id)
    }

    @Test("[train-10] a model that is trained anew without a version leaves no manifest of the old one")
    func stale() async throws {
        #expect(try await run("train good.csv --out m --bundle-version 1").code == 0)
        #expect(try BundleFolder.verify(folder: place("m"), trust: nil).isSigned == false)
        #expect(try await run("train good.csv --out m --force --window 7").code == 0)
        #expect(!FileManager.default.fileExists(atPath: place("m/manifest.json")))
        #expect(try await run("train good.csv --out m --force --window 7 --bundle-version 2").code == 0)
        #expect(try BundleFolder.verify(folder: place("m"), trust: nil, allowsOthers: true).manifest.version == "2")
    }

    @Test(
        "[train-10] what cannot be signed is told before training",
        arguments: [
            ("--key team.pem", "give a --bundle-version", 64),
            ("--bundle-version 1 --key none.pem", "none.pem cannot be read", 1),
            ("--bundle-version a/b", "--bundle-version takes", 64),
        ] as [(String, String, Int32)]
    )
    func refusals(options: String, message: String, code: Int32) async throws {
        let result = try await run("train good.csv --out m \(options)")
        #expect(result.code == code && result.errors.contains(message), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: place("m")))
    }
}
