import Foundation
import Models
import Support
import Testing

/// Places where a model can name a file of numbers.
private let places: [(name: String, model: @Sendable (Protobuf) -> [UInt8])] = [
    ("initializer", { tensor in Protobuf.model(Protobuf { $0.add(5, tensor) }) }),
    ("sparse initializer", { tensor in Protobuf.model(Protobuf { $0.add(15, Protobuf { $0.add(1, tensor) }) }) }),
    ("sparse indices", { tensor in Protobuf.model(Protobuf { $0.add(15, Protobuf { $0.add(2, tensor) }) }) }),
    ("attribute", { tensor in Protobuf.model(.graph(.node("Constant", attribute: Protobuf { $0.add(5, tensor) }))) }),
    ("attribute list", { tensor in Protobuf.model(.graph(.node("X", attribute: Protobuf { $0.add(10, tensor) }))) }),
    (
        "sparse attribute",
        { tensor in
            let sparse = Protobuf { $0.add(1, tensor) }
            return Protobuf.model(.graph(.node("X", attribute: Protobuf { $0.add(22, sparse) })))
        }
    ),
    (
        "subgraph",
        { tensor in
            let inner = Protobuf { $0.add(5, tensor) }
            return Protobuf.model(.graph(.node("If", attribute: Protobuf { $0.add(6, inner) })))
        }
    ),
    (
        "list of subgraphs",
        { tensor in
            let inner = Protobuf { $0.add(5, tensor) }
            return Protobuf.model(.graph(.node("If", attribute: Protobuf { $0.add(11, inner) })))
        }
    ),
    (
        "second graph",
        { tensor in
            Protobuf.model(Protobuf { $0.add(5, tensor) }) { $0.add(7, Protobuf()) }
        }
    ),
    (
        "function",
        { tensor in
            let node = Protobuf.node("Constant", attribute: Protobuf { $0.add(5, tensor) })
            return Protobuf.model(Protobuf()) { $0.add(25, Protobuf { $0.add(7, node) }) }
        }
    ),
    (
        "training",
        { tensor in
            let graph = Protobuf { $0.add(5, tensor) }
            return Protobuf.model(Protobuf()) { $0.add(20, Protobuf { $0.add(2, graph) }) }
        }
    ),
]

/// What is no protobuf, or none that ends well.
private let brokenFiles: [[UInt8]] = [
    [], [0], [0x3A], [0x3A, 0x05, 0x00], [0x08], [0x08, 0x80], Array(repeating: 0xFF, count: 40), [0x3B], [0x3C],
    [0x3F],
    [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x3D, 0, 0], [0x39, 0, 0, 0, 0],
    Array("hello, this is a text".utf8), [0x08, 0x01],
]

@Suite("Looking into an ONNX file")
struct OnnxInspectionTests {
    private func check(_ model: [UInt8], files: [String] = []) throws(UpdateError) {
        let all = (["model.onnx"] + files).map { Manifest.File(path: $0, size: 0, sha256: []) }
        try OnnxInspection(model).check(Manifest(name: "a", version: "1", files: all))
    }

    @Test("[bundle-10] numbers that lie elsewhere are found wherever they are named", arguments: places.indices)
    func external(_ index: Int) throws {
        let model = places[index].model(.external("weights.bin"))
        #expect(try OnnxInspection(model).externalFiles == ["weights.bin"], "\(places[index].name)")
        #expect(throws: Never.self) { try check(model, files: ["weights.bin"]) }
        let error = #expect(throws: UpdateError.self) { try check(model) }
        #expect(error?.code == .badPath && error?.message.contains("'weights.bin'") == true)
    }

    @Test(
        "[bundle-10] they lie in the bundle or nowhere",
        arguments: ["../weights.bin", "/etc/passwd", "a/b", "", "./weights.bin"]
    )
    func outside(_ location: String) {
        let error = #expect(throws: UpdateError.self) {
            try check(places[0].model(.external(location)), files: ["weights.bin", "b"])
        }
        #expect(error?.code == .badPath)
    }

    @Test(
        "[bundle-11] operators are those of ONNX Runtime, or the model's own functions",
        arguments: [
            (nil, true), ("", true), ("ai.onnx", true), ("ai.onnx.ml", true), ("com.microsoft", true),
            ("own.functions", true), ("my.company", false), ("com.microsoft.extensions", false),
        ] as [(String?, Bool)]
    )
    func domains(_ domain: String?, _ isKnown: Bool) {
        let function = Protobuf {
            $0.add(1, "Twice")
            $0.add(10, "own.functions")
        }
        for graph in [
            Protobuf.graph(.node("X", domain: domain)),
            .graph(.node("If", attribute: Protobuf { $0.add(6, Protobuf.graph(.node("X", domain: domain))) })),
        ] {
            let model = Protobuf.model(graph) { $0.add(25, function) }
            if isKnown {
                #expect(throws: Never.self) { try check(model) }
            } else {
                let error = #expect(throws: UpdateError.self) { try check(model) }
                #expect(error?.code == .requires && error?.message.contains(domain ?? "?") == true)
            }
        }
    }

    @Test("[bundle-11] a program for one accelerator and a higher operator set than was said are refused")
    func others() {
        let compiled = #expect(throws: UpdateError.self) {
            try check(Protobuf.model(.graph(.node("EPContext", domain: "com.microsoft"))))
        }
        #expect(compiled?.code == .requires)
        var manifest = Manifest(name: "a", version: "1", files: [])
        manifest.requires.opsetMax = 21
        #expect(throws: Never.self) { try OnnxInspection(Protobuf.model(Protobuf())).check(manifest) }
        manifest.requires.opsetMax = 20
        #expect(throws: UpdateError.self) { try OnnxInspection(Protobuf.model(Protobuf())).check(manifest) }
    }

    @Test("[bundle-12] what is no ONNX model is refused, and nothing crashes", arguments: brokenFiles.indices)
    func broken(_ index: Int) {
        let error = #expect(throws: UpdateError.self) { try OnnxInspection(brokenFiles[index]) }
        #expect(error?.code == .probeFailed)
    }

    @Test("[bundle-12] a model that is cut off anywhere is refused or read as far as it makes sense, without a crash")
    func truncated() throws {
        let whole = [UInt8](try Data(contentsOf: URL(filePath: Project.fixture("maps"))))
        #expect(try OnnxInspection(whole).opsets["ai.onnx.ml"] != nil)
        for count in 0..<whole.count { _ = try? OnnxInspection(Array(whole[..<count])) }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var changed = whole
            changed[Int.random(in: 0..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? OnnxInspection(changed)
        }
    }

    @Test("[bundle-12] graphs in graphs are bounded")
    func deep() {
        var graph = Protobuf()
        for _ in 0..<100 { graph = .graph(.node("If", attribute: Protobuf { $0.add(6, graph) })) }
        let error = #expect(throws: UpdateError.self) { try OnnxInspection(Protobuf.model(graph)) }
        #expect(error?.message.contains("nested") == true)
    }

    @Test("[bundle-10] the project's own models, and those of the tests that load, hold nothing that is refused")
    func ours() throws {
        for name in ["mlp", "int64", "maps", "texts", "window", "wide", "coupled", "slow", "free_inner"] {
            #expect(throws: Never.self) { try check([UInt8](Data(contentsOf: URL(filePath: Project.fixture(name))))) }
        }
        for name in ["iris", "press"] {
            let path = Project.root.appending(path: "models/\(name)/model.onnx").path
            #expect(try OnnxInspection(path: path).externalFiles.isEmpty)
        }
    }

    @Test("[bundle-10] a verified bundle brings the files that its model names")
    func inBundle() throws {
        let model = places[0].model(.external("weights.bin"))
        let bundle = try SampleBundle(model: model, files: ["weights.bin": "1234"])
        #expect(try BundleFolder.verify(folder: bundle.path, trust: nil).inspection.externalFiles == ["weights.bin"])
        let without = try SampleBundle(model: model)
        let error = #expect(throws: UpdateError.self) { try BundleFolder.verify(folder: without.path, trust: nil) }
        #expect(error?.code == .badPath)
        let text = try SampleBundle(model: Array("no model".utf8))
        let other = #expect(throws: UpdateError.self) { try BundleFolder.verify(folder: text.path, trust: nil) }
        #expect(other?.code == .probeFailed)
    }
}
