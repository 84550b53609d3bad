import Foundation
import Inference
import Support
import Tensors

/// What Python's onnxruntime answers to random inputs, and the same models loaded here.
///
/// Made by Tests/Fixtures/make_parity.py, once for all tests that ask.
struct PythonAnswers: Sendable {
    /// A request to a model.
    struct Case: Decodable, Sendable {
        let model: String
        let inputs: [Elements]
        /// The outputs asked for; nil: all.
        let wanted: [String]?
        let outputs: [Elements]
        /// The request as Python writes it in JSON; nil where JSON cannot say it.
        let request: String?
    }

    /// A tensor as Python has it in memory.
    struct Elements: Decodable, Sendable {
        let name: String
        let datatype: String
        let shape: [Int]
        let hex: String

        func tensor() throws -> Tensor {
            let digits = hex.compactMap(\.hexDigitValue)
            let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
            guard let datatype = Datatype(rawValue: datatype), let shape = Shape(shape),
                let tensor = Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes)
            else { throw SupportError("\(name) is no tensor: \(datatype) \(shape) of \(bytes.count) bytes") }
            return tensor
        }
    }

    private struct Index: Decodable {
        let seed: Int
        let version: String
        let library: String?
        let cases: [Case]
    }

    /// What the random inputs come from.
    let seed: Int
    let cases: [Case]
    /// The models by the names of their files.
    let sessions: [String: OnnxSession]

    private static let shared = Task { try await make() }

    /// The answers; made at the first call.
    static func get() async throws -> PythonAnswers { try await shared.value }

    private static func make() async throws -> PythonAnswers {
        let python = Fixture.root.appending(path: ".marram/venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw SupportError("\(python) is not there: run helpers/setup.sh")
        }
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "marram-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Fixture.root.appending(path: "Tests/Fixtures/make_parity.py").path
        // Models this small are learnt sooner by one thread.
        let one = ["OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"]
        let made = try await Command([python, script, folder.path], environment: one).run(limit: .seconds(300))
        guard made.code == 0 else { throw SupportError("make_parity.py failed: \(made.errors)") }
        let data = try Data(contentsOf: folder.appending(path: "index.json"))
        let index = try JSONDecoder().decode(Index.self, from: data)
        let runtime = try runtime(index)
        var sessions: [String: OnnxSession] = [:]
        for name in Set(index.cases.map(\.model)) {
            sessions[name] = try OnnxSession(runtime: runtime, path: folder.appending(path: name).path)
        }
        return PythonAnswers(seed: index.seed, cases: index.cases, sessions: sessions)
    }

    /// The library of the tests, or that of Python where they differ in version: numbers are the same only then.
    private static func runtime(_ index: Index) throws -> OnnxRuntime {
        let runtime = try Fixture.runtime()
        guard runtime.version != index.version, let library = index.library else { return runtime }
        return try OnnxRuntime.load(library: library, environment: [:], programDirectory: nil)
    }
}
