import Foundation
import Models
import Support
import Testing

@Suite("Models of the configuration")
struct ConfiguredModelTests {
    private let iris = Project.root.appendingPathComponent("models/iris")

    /// A copy of the sample model in a folder of its own.
    private func folder(_ scene: FetchScene, _ name: String = "iris") throws -> String {
        let path = scene.folder.path + "/" + name
        try FileManager.default.copyItem(atPath: iris.path, toPath: path)
        return path
    }

    private func staged(_ scene: FetchScene, _ path: String, model: String = "iris", job: String = "j") throws
        -> VerifiedBundle
    {
        let staging = try scene.store.staging(model: model, job: job)
        return try scene.store.stage(ConfiguredModel(path: path), into: staging)
    }

    @Test("become a bundle without a signature, the same for the same files [store-50]")
    func bare() throws {
        let scene = try FetchScene()
        let first = try staged(scene, folder(scene))
        #expect(first.manifest.name == "iris")
        #expect(first.manifest.provenance == ["source": "configuration"])
        #expect(first.manifest.created == nil)
        #expect(!first.isSigned)
        #expect(first.manifest.files.map(\.path) == ["README.md", "make.py", "model.onnx"])
        let second = try staged(scene, folder(scene, "copy"), job: "k")
        #expect(second.id == first.id)
        let store = scene.store
        let entered = try store.admit(store.staging(model: "iris", job: "j"), first.id, verified: first)
        #expect(try store.verify(entered.id, model: "iris", trust: nil).manifest == first.manifest)
    }

    @Test("become another bundle with another file")
    func another() throws {
        let scene = try FetchScene()
        let path = try folder(scene)
        let first = try staged(scene, path)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path + "/baseline.json"))
        #expect(try staged(scene, path).id != first.id)
    }

    @Test("leave out subfolders, hidden files and names that bundles do not take")
    func leftOut() throws {
        let scene = try FetchScene()
        let path = try folder(scene)
        try FileManager.default.createDirectory(atPath: path + "/data", withIntermediateDirectories: false)
        for name in [".hidden", "with space", "data/x"] {
            try Data([1]).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        }
        #expect(try staged(scene, path).manifest.files.map(\.path) == ["README.md", "make.py", "model.onnx"])
    }

    @Test("are an ONNX file of any name, with the baseline beside it")
    func file() throws {
        let scene = try FetchScene()
        let path = try folder(scene)
        try FileManager.default.moveItem(atPath: path + "/model.onnx", toPath: path + "/iris-v2.onnx")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path + "/baseline.json"))
        let bundle = try staged(scene, path + "/iris-v2.onnx")
        #expect(bundle.manifest.files.map(\.path) == ["model.onnx", "baseline.json"])
    }

    @Test("have the version that the ONNX file says, else 1", arguments: [(0, "1"), (7, "7")])
    func version(_ number: UInt8, _ version: String) throws {
        let scene = try FetchScene()
        let path = try folder(scene)
        let file = URL(fileURLWithPath: path + "/model.onnx")
        // Later fields of a message win: model_version, field 5, a varint.
        try (try Data(contentsOf: file) + Data([0x28, number])).write(to: file)
        #expect(try staged(scene, path).manifest.version == version)
    }

    @Test("are known again while nothing has changed, without being read [store-51]")
    func known() throws {
        let scene = try FetchScene()
        let path = try folder(scene)
        let configured = try ConfiguredModel(path: path)
        #expect(scene.store.knownID(of: configured, model: "iris") == nil)
        let bundle = try staged(scene, path)
        try scene.store.remember(bundle.id, of: configured, model: "iris")
        #expect(try scene.store.knownID(of: ConfiguredModel(path: path), model: "iris") == bundle.id)
        #expect(try scene.store.knownID(of: ConfiguredModel(path: path), model: "other") == nil)
        #expect(try scene.store.knownID(of: ConfiguredModel(path: folder(scene, "copy")), model: "iris") == nil)
    }

    @Test("are not known any more after a change", arguments: ["written", "touched", "replaced", "added", "removed"])
    func changed(_ how: String) throws {
        let scene = try FetchScene()
        let path = try folder(scene)
        let id = try staged(scene, path).id
        try scene.store.remember(id, of: ConfiguredModel(path: path), model: "iris")
        let file = URL(fileURLWithPath: path + "/model.onnx")
        let bytes = try Data(contentsOf: file)
        switch how {
        case "written":
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: bytes)
            try handle.close()
        case "touched": try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
        case "replaced": try bytes.write(to: file, options: .atomic)
        case "added": try Data("{}".utf8).write(to: URL(fileURLWithPath: path + "/baseline.json"))
        default: try FileManager.default.removeItem(atPath: path + "/README.md")
        }
        #expect(try scene.store.knownID(of: ConfiguredModel(path: path), model: "iris") == nil)
    }

    @Test("that are bundles are named by where they are")
    func bundles() throws {
        let scene = try FetchScene()
        let bundle = try PressBundle()
        let folder = scene.folder.path + "/press"
        try bundle.write(to: folder)
        let archive = scene.folder.path + "/press.tar"
        try Data(bundle.archive()).write(to: URL(fileURLWithPath: archive))
        for path in [folder, archive] {
            guard case .bundle(let location) = try ConfiguredModel(path: path).kind else {
                Issue.record("\(path) is a bundle")
                continue
            }
            // The allow-list is for what comes by command.
            let access = SourceAccess(options: SourceOptions(rules: try SourceRules([])))
            let order = FetchOrder(location: location, trust: bundle.trust, isConfigured: true)
            let fetch = BundleFetch(order, into: try scene.staging(), access: access)
            #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
        }
    }

    @Test("that are not there, or no models, say so")
    func refused() throws {
        let scene = try FetchScene()
        #expect { try ConfiguredModel(path: "/nowhere/at/all") } throws: { ($0 as? UpdateError)?.code == .badPath }
        #expect { try ConfiguredModel(path: scene.folder.path) } throws: { "\($0)".contains("model.onnx") }
        let text = try scene.folder.write("no model", to: "x.onnx")
        #expect { try ConfiguredModel(path: text) } throws: { ($0 as? UpdateError)?.code == .probeFailed }
    }
}
