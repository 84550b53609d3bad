import Edge
import Foundation
import Recipes
import Testing

@Suite("Files of settings")
struct SettingsFilesTests {
    /// A folder that is removed when the test ends.
    final class Folder: Sendable {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "marram-settings-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path + "/empty", withIntermediateDirectories: true)
        }

        func write(_ name: String, _ bytes: Data = Data("x".utf8)) throws {
            let url = URL(fileURLWithPath: path + "/" + name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try bytes.write(to: url)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    @Test("are found from the file's folder, else from the current directory [config-15]")
    func relative() throws {
        let folder = try Folder()
        try folder.write("pw")
        let file = SettingsSamples.sources(
            file:
                "broker: {username: u, password_file: ./pw}\nmodels: [{name: a, path: ./m//n}, {name: b, path: /abs}]\n"
                + "data_dir: d\ninference: {library: lib/x.so}",
            folder: folder.path
        )
        let settings = try Settings.load(from: file).settings
        #expect(settings.broker.passwordFile == folder.path + "/pw")
        #expect(settings.models.map(\.path) == [folder.path + "/m/n", "/abs"])
        #expect(settings.models.map(\.origin.description) == ["gg-config.yml:7:34", "gg-config.yml:7:59"])
        #expect(settings.dataDirectory == folder.path + "/d")
        #expect(settings.inference.library == folder.path + "/lib/x.so")
        let option = SettingsSamples.sources(file: "node: a", json: "{\"data_dir\": \"d\"}", folder: folder.path)
        #expect(try Settings.load(from: option).settings.dataDirectory == "/cwd/d")
    }

    @Test(
        "must be readable [config-16]",
        arguments: ["broker.password_file", "broker.tls.ca", "broker.tls.certificate", "broker.tls.key"]
    )
    func unreadable(key: String) throws {
        let folder = try Folder()
        for (name, finding) in [("none", "which does not exist"), ("empty", "which is a folder")] {
            let variable = "MARRAM_" + key.uppercased().replacingOccurrences(of: ".", with: "_")
            let problems = SettingsSamples.problems(
                SettingsSamples.sources(environment: [variable: "\(folder.path)/\(name)"])
            )
            let wanted = "\(variable): \(key) is '\(folder.path)/\(name)', \(finding); expected a file with "
            #expect(problems.contains { $0.hasPrefix(wanted) }, "\(problems)")
        }
    }

    @Test("go together [config-16]")
    func together() throws {
        let folder = try Folder()
        try folder.write("f")
        let cases = [
            (
                "password_file: f",
                "gg-config.yml:7:26: broker.password_file is given without broker.username; add the user name"
            ),
            (
                "tls: {certificate: f}",
                "gg-config.yml:7:30: broker.tls.certificate is given without broker.tls.key; add its key"
            ),
            (
                "tls: {key: f}",
                "gg-config.yml:7:22: broker.tls.key is given without broker.tls.certificate; add its certificate"
            ),
        ]
        for (line, expected) in cases {
            #expect(
                SettingsSamples.problems(SettingsSamples.sources(file: "broker:\n  \(line)", folder: folder.path)) == [
                    expected
                ]
            )
        }
        let good = SettingsSamples.sources(
            file: "broker: {port: 8883, tls: {ca: f, certificate: f, key: f}}",
            folder: folder.path
        )
        let tls = try Settings.load(from: good).settings.broker.tls
        #expect([tls?.ca, tls?.certificate, tls?.key] == Array(repeating: folder.path + "/f", count: 3))
    }

    @Test(
        "and ports that do not go with encryption give warnings [config-16]",
        arguments: [
            ("tls: {}", true, ["broker.tls is used with port 1883"]), ("tls: {}\n  port: 8883", true, []),
            ("tls: null", false, []),
            ("port: 8883", false, ["port 8883 is for TLS, but broker.tls is not set"]),
            ("host: b\n  username: u\n  password_file: f", false, ["the password goes over the network unencrypted"]),
            ("host: localhost\n  username: u\n  password_file: f", false, []),
        ]
    )
    func encryption(lines: String, isOn: Bool, warnings: [String]) throws {
        let folder = try Folder()
        try folder.write("f")
        let loaded = try Settings.load(from: SettingsSamples.sources(file: "broker:\n  \(lines)", folder: folder.path))
        #expect((loaded.settings.broker.tls != nil) == isOn)
        #expect(loaded.warnings.count == warnings.count)
        for (found, expected) in zip(loaded.warnings, warnings) {
            #expect(found.hasPrefix("gg-config.yml:"))
            #expect(found.contains(expected))
        }
    }

    @Test(
        "of models have a name of their own and a path [config-17]",
        arguments: [
            ("{name: a}", "models[0].path is missing; expected a path"),
            ("{path: a}", "models[0].name is missing; expected 1 to 64"),
            ("{name: a/b, path: p}", "models[0].name is 'a/b'; expected 1 to 64"),
            ("a", "models[0] is 'a'; expected a mapping with name and path"),
            ("{name: a, path: ''}", "models[0].path is ''; expected a path"),
            ("{name: [a], path: p}", "models[0].name is a list; expected 1 to 64"),
            ("{name: stats, path: p}", "models[0].name is 'stats', under which the API tells the statistics"),
            (
                "{name: a, path: p}, {name: a, path: q}",
                "model 'a' is named twice, here and at gg-config.yml:6:25; give each"
            ),
        ]
    )
    func models(list: String, expected: String) {
        let problems = SettingsSamples.problems(SettingsSamples.sources(file: "models: [\(list)]"))
        #expect(problems.count == 1)
        #expect(problems.first?.contains(": \(expected)") == true, "\(problems)")
    }

    @Test("of models are looked for on demand [config-17]")
    func modelProblems() throws {
        let folder = try Folder()
        try folder.write("good/model.onnx")
        try folder.write("good.onnx")
        try folder.write("text.txt")
        let names = ["good", "good.onnx", "none", "empty", "text.txt"]
        let models = names.map { "  - {name: \($0), path: \($0)}" }.joined(separator: "\n")
        let loaded = try Settings.load(from: SettingsSamples.sources(file: "models:\n\(models)", folder: folder.path))
        #expect(
            loaded.modelProblems().map(\.description)
                == [
                    "gg-config.yml:9:32: models[2].path is '\(folder.path)/none', which does not exist",
                    "gg-config.yml:10:33: models[3].path is '\(folder.path)/empty', a folder without model.onnx",
                    "gg-config.yml:11:36: models[4].path is '\(folder.path)/text.txt', which is neither an .onnx nor a .tar file",
                ].map { $0 + "; expected a folder with model.onnx, an .onnx file or a bundle's .tar" }
        )
    }

    @Test("of models may be archives, which updates unpack [config-17]", arguments: [true, false])
    func archives(isUpdated: Bool) throws {
        let folder = try Folder()
        try folder.write("press.tar")
        let file = """
            models: [{name: press, path: press.tar}]
            updates: {enabled: \(isUpdated)}
            bindings:
              - {binding: b, source: {topic: t}, model: press, fields: [$.x], window: {size: 3}, anomaly: {}}
            """
        let loaded = try Settings.load(from: SettingsSamples.sources(file: file, folder: folder.path))
        #expect(loaded.bindingProblems().isEmpty)
        #expect(loaded.modelProblems().isEmpty == isUpdated)
        #expect(loaded.modelProblems().allSatisfy { $0.description.contains("while updates.enabled is false") })
    }

    @Test("of configuration are UTF-8 of at most 1 MiB [config-5]")
    func document() throws {
        let folder = try Folder()
        try folder.write("good.yml", Data("a: ä".utf8))
        try folder.write("bad.yml", Data("a: ä\nb: ".utf8) + Data([0xC3, 0x28]))
        try folder.write("big.yml", Data(repeating: 0x23, count: (1 << 20) + 1))
        let good = try ConfigurationDocument(readingFile: folder.path + "/good.yml")
        #expect(good.text == "a: ä")
        #expect(good.folder == folder.path)
        let cases = [
            ("bad.yml", "bad.yml:2:4: the text is not UTF-8; save the file as UTF-8"),
            ("big.yml", "big.yml: has more than 1048576 bytes; expected at most 1 MiB"),
            ("none.yml", "none.yml: cannot be read (there is no such file); expected a file that this user may read"),
            ("empty", "empty: cannot be read (it is no plain file); expected a file that this user may read"),
        ]
        for (name, expected) in cases {
            let error = #expect(throws: ConfigurationError.self) {
                try ConfigurationDocument(readingFile: folder.path + "/" + name)
            }
            #expect(error?.description == folder.path + "/" + expected)
        }
    }
}
