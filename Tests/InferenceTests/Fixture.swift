import Foundation
import Inference
import Tensors

/// Where the committed models and the library stand.
enum Fixture {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func model(_ name: String) -> String {
        root.appending(path: "Tests/Fixtures/models/\(name)").path
    }

    /// The library that helpers/setup.sh provides.
    static let library =
        ProcessInfo.processInfo.environment["MARRAM_ONNXRUNTIME"]
        ?? root.appending(path: ".marram/onnxruntime/libonnxruntime.so.1").path

    static func runtime() throws -> OnnxRuntime {
        try OnnxRuntime.load(library: library, environment: [:], programDirectory: nil)
    }

    static func session(_ name: String, threads: Int = 1) throws -> OnnxSession {
        try OnnxSession(runtime: runtime(), path: model(name), options: SessionOptions(intraThreads: threads))
    }

    /// A folder of its own, removed after the body.
    static func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "marram-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A shared library made of a piece of C.
    static func compile(_ source: String, in folder: URL) throws -> String {
        let input = folder.appending(path: "library.c")
        let output = folder.appending(path: "library.so").path
        try source.write(to: input, atomically: true, encoding: .utf8)
        let compiler = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: ["cc", "-shared", "-fPIC", "-o", output, input.path]
        )
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return output
    }
}

extension Tensor {
    /// A tensor of FP32; traps when shape and numbers disagree.
    static func floats(_ name: String, _ dimensions: [Int], _ numbers: [Float]) -> Tensor {
        make(name, dimensions, numbers)
    }

    /// A tensor of INT64; traps when shape and numbers disagree.
    static func integers(_ name: String, _ dimensions: [Int], _ numbers: [Int64]) -> Tensor {
        make(name, dimensions, numbers)
    }

    /// A tensor of BYTES; traps when shape and texts disagree.
    static func texts(_ name: String, _ dimensions: [Int], _ texts: [String]) -> Tensor {
        guard let shape = Shape(dimensions),
            let made = Tensor(name: name, shape: shape, texts: texts.map { Array($0.utf8) })
        else { preconditionFailure("\(dimensions) and \(texts.count) texts") }
        return made
    }

    private static func make<Element: TensorElement>(
        _ name: String,
        _ dimensions: [Int],
        _ elements: [Element]
    ) -> Tensor {
        guard let shape = Shape(dimensions), let made = Tensor(name: name, shape: shape, elements) else {
            preconditionFailure("\(dimensions) and \(elements.count) elements")
        }
        return made
    }
}
