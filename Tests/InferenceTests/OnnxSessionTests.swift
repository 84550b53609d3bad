import Foundation
import Inference
import Synchronization
import Tensors
import Testing

@Suite struct OnnxSessionTests {
    static let quarter = Tensor.floats("x", [1, 4], [1, 2, 3, 4])

    @Test("describes the model as its file does: [inference-8]")
    func description() throws {
        let model = try Fixture.session("mlp.onnx").model
        let expected = ModelDescription(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 4])],
            outputs: [TensorSignature(name: "y", datatype: .fp32, dimensions: [nil, 3])],
            producer: "marram-fixtures",
            graph: "mlp",
            domain: "io.marram.test",
            summary: "four numbers in, three out",
            version: 3,
            metadata: ["author": "marram", "unit": "mm"]
        )
        #expect(model == expected)
    }

    @Test(
        "reads sizes, fixed, free and none: [inference-8]",
        arguments: [
            ("fixed_batch.onnx", [1, 4]), ("free_inner.onnx", [nil, nil]), ("scalar.onnx", []),
            ("int64.onnx", [nil, 3]),
        ] as [(String, [Int?])]
    )
    func sizes(name: String, dimensions: [Int?]) throws {
        #expect(try Fixture.session(name).model.inputs.map(\.dimensions) == [dimensions])
    }

    @Test("a folder means the model.onnx in it: [inference-5]")
    func folder() throws {
        try Fixture.withFolder { folder in
            let target = folder.appending(path: "model.onnx")
            try FileManager.default.copyItem(atPath: Fixture.model("mlp.onnx"), toPath: target.path)
            let session = try OnnxSession(runtime: Fixture.runtime(), path: folder.path)
            #expect(session.file == target.path)
            #expect(session.model.graph == "mlp")
        }
    }

    @Test("inputs are found by name, outputs come in the order asked for: [inference-11]")
    func order() throws {
        let session = try Fixture.session("double_input.onnx")
        let a = Tensor.floats("a", [1, 2], [3, 4])
        let b = Tensor.floats("b", [1, 2], [0.5, -2])
        let sum = Tensor.floats("sum", [1, 2], [3.5, 2])
        let product = Tensor.floats("product", [1, 2], [1.5, -8])
        #expect(try session.run([b, a]) == [sum, product])
        #expect(try session.run([a, b], outputs: ["product", "sum"]) == [product, sum])
        #expect(try session.run([a, b], outputs: ["product"]) == [product])
    }

    @Test("a batch of none gives an answer of none: [inference-11]")
    func empty() throws {
        let session = try Fixture.session("mlp.onnx")
        #expect(try session.run([.floats("x", [0, 4], [])]) == [.floats("y", [0, 3], [])])
    }

    @Test(
        "results are written where earlier ones lie: [inference-17]",
        arguments: [("mlp.onnx", [2, 4]), ("wide.onnx", [1, 1, 2, 1, 2])]
    )
    func memory(name: String, dimensions: [Int]) throws {
        let session = try Fixture.session(name)
        let count = dimensions.reduce(1, *)
        func input(_ scale: Float) -> Tensor { .floats("x", dimensions, (0..<count).map { Float($0) * scale }) }
        var results: [Tensor] = []
        try session.run([input(1)], outputs: [], into: &results)
        let first = results[0].values(as: Float.self)
        let place = unsafe results[0].bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        try session.run([input(-2)], outputs: [], into: &results)
        let next = unsafe results[0].bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        #expect(next == place)
        #expect(results[0].values(as: Float.self) != first)
        #expect(try session.run([input(-2)]) == results)
    }

    @Test("earlier results leave nothing behind, whatever they were: [inference-17]")
    func leftovers() throws {
        let pair = try Fixture.session("double_input.onnx")
        let inputs = [Tensor.floats("a", [1, 2], [3, 4]), Tensor.floats("b", [1, 2], [0.5, -2])]
        var results: [Tensor] = [.integers("ids", [3], [1, 2, 3])]
        try pair.run(inputs, outputs: [], into: &results)
        #expect(results == [.floats("sum", [1, 2], [3.5, 2]), .floats("product", [1, 2], [1.5, -8])])
        try Fixture.session("mlp.onnx").run([.floats("x", [0, 4], [])], outputs: [], into: &results)
        #expect(results == [.floats("y", [0, 3], [])])
        #expect(throws: InferenceError.self) { try pair.run([], outputs: [], into: &results) }
        try pair.run(inputs, outputs: ["product"], into: &results)
        #expect(results == [.floats("product", [1, 2], [1.5, -8])])
    }

    @Test("the inputs stay as they were: [inference-12]")
    func untouched() throws {
        let numbers: [Float] = [1, -2, 3, -4]
        let input = Tensor.floats("x", [1, 4], numbers)
        _ = try Fixture.session("mlp.onnx").run([input])
        _ = try Fixture.session("fixed_batch.onnx").run([input])
        #expect(input == .floats("x", [1, 4], [1, -2, 3, -4]))
    }

    @Test("not-a-number comes out as it is: [inference-13]")
    func notANumber() throws {
        let answers = try Fixture.session("nan_out.onnx").run([.floats("x", [2, 1], [-1, 1])])
        guard let found = answers.first?.values(as: Float.self) else {
            Issue.record("no numbers")
            return
        }
        #expect(found.first?.isNaN == true)
        #expect(found.last == 0)
    }

    @Test(
        "refuses inputs that do not fit, in words: [inference-11]",
        arguments: [
            ([], "inputs are [], the model expects [x]"),
            ([quarter, quarter], "inputs are [x, x], the model expects [x]"),
            ([.floats("z", [1, 4], [1, 2, 3, 4])], "inputs are [z], the model expects [x]"),
            ([.floats("x", [1, 3], [1, 2, 3])], "shape [1,3], the model expects [-1,4]"),
            ([.floats("x", [4], [1, 2, 3, 4])], "shape [4], the model expects [-1,4]"),
            ([.integers("x", [1, 4], [1, 2, 3, 4])], "is INT64, the model expects FP32"),
        ] as [([Tensor], String)]
    )
    func misfit(inputs: [Tensor], words: String) throws {
        let session = try Fixture.session("mlp.onnx")
        let error = #expect(throws: InferenceError.self) { try session.run(inputs) }
        #expect(error?.code == .runFailed)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(try session.run([Self.quarter]).count == 1)
    }

    @Test("refuses one input given twice in place of another: [inference-11]")
    func twice() throws {
        let session = try Fixture.session("double_input.onnx")
        let a = Tensor.floats("a", [1, 2], [3, 4])
        #expect(throws: InferenceError.self) { try session.run([a, a]) }
    }

    @Test("refuses outputs that are unknown or asked for twice: [inference-11]", arguments: [["q"], ["y", "y"]])
    func unknownOutput(names: [String]) throws {
        let session = try Fixture.session("mlp.onnx")
        let error = #expect(throws: InferenceError.self) { try session.run([Self.quarter], outputs: names) }
        #expect(error?.message.contains("the model has [y]") == true)
    }

    @Test("a run that fails says why, and the session goes on: [inference-14]")
    func failure() throws {
        let session = try Fixture.session("fails_at_run.onnx")
        let error = #expect(throws: InferenceError.self) { try session.run([.integers("index", [1], [99])]) }
        #expect(error?.code == .runFailed)
        #expect(error?.cause?.contains("99") == true, "\(error?.cause ?? "")")
        #expect(try session.run([.integers("index", [1], [1])]) == [.floats("y", [1], [1.5])])
    }

    @Test("inputs that do not fit each other are an error of the run: [inference-14]")
    func disagreement() throws {
        let session = try Fixture.session("double_input.onnx")
        let inputs: [Tensor] = [.floats("a", [2, 2], [1, 2, 3, 4]), .floats("b", [3, 2], [1, 2, 3, 4, 5, 6])]
        #expect(throws: InferenceError.self) { try session.run(inputs) }
    }

    @Test("one session serves several threads at once: [inference-12]", arguments: [1, 2])
    func threads(intraThreads: Int) throws {
        let session = try Fixture.session("free_inner.onnx", threads: intraThreads)
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for turn in 0..<500 {
                let numbers = (0..<(turn % 7 + 1)).map { Float(thread * 1000 + turn + $0) }
                let expected = Tensor.floats("y", [1, numbers.count], numbers.map { -$0 })
                let found = try? session.run([.floats("x", [1, numbers.count], numbers)])
                if found != [expected] { wrong.withLock { $0 += 1 } }
            }
        }
        #expect(wrong.withLock { $0 } == 0)
    }

    @Test(
        "several models and several sessions of one live side by side, and outlive their runtime's name: [inference-12]"
    )
    func several() throws {
        let mlp = try Fixture.session("mlp.onnx")
        let expected = try mlp.run([Self.quarter])
        for _ in 0..<20 {
            let again = try Fixture.session("mlp.onnx")
            let other = try Fixture.session("fixed_batch.onnx")
            #expect(try again.run([Self.quarter]) == expected)
            #expect(try other.run([Self.quarter]) == [.floats("y", [1, 4], [2, 4, 6, 8])])
        }
        #expect(try mlp.run([Self.quarter]) == expected)
    }
}
