import Foundation
import Inference
import Testing

@Suite struct RefusedModelTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let file: String
        let code: InferenceError.Code
        let words: [String]
        var testDescription: String { file }

        init(_ file: String, _ code: InferenceError.Code, _ words: String...) {
            (self.file, self.code, self.words) = (file, code, words)
        }
    }

    @Test(
        "names the file, what was found and the remedy: [inference-6] [inference-7] [inference-16]",
        arguments: [
            Refusal("absent.onnx", .modelMissing, "is not there", "correct the path"),
            Refusal("truncated.onnx", .modelInvalid, "truncated or not an ONNX model", "copy or export it again"),
            Refusal("not_onnx.onnx", .modelInvalid, "truncated or not an ONNX model", "copy or export it again"),
            Refusal("empty.onnx", .modelInvalid, "export it again"),
            Refusal("expected.json", .modelInvalid, "truncated or not an ONNX model"),
            Refusal("unknown_operator.onnx", .modelInvalid, "export it again", "Levitate"),
            Refusal("future_opset.onnx", .modelTooNew, "newer than ONNX Runtime", "lower opset", "till opset"),
            Refusal("future_ir.onnx", .modelTooNew, "newer than ONNX Runtime", "IR version: 99"),
            Refusal("sequence_out.onnx", .modelUnsupported, "output 'y' is sequence(tensor(float))", "one tensor"),
            Refusal(
                "map_in.onnx",
                .modelUnsupported,
                "input 'x' is map(string, tensor(float))",
                "tensors of their own"
            ),
            Refusal("optional_out.onnx", .modelUnsupported, "output 'y' is optional", "OptionalGetElement"),
            Refusal("sparse_in.onnx", .modelUnsupported, "input 'x' is a sparse tensor", "dense tensor"),
            Refusal("float8_in.onnx", .modelUnsupported, "input 'x' is tensor(float8e4m3fn)", "FP16, BF16", "cast"),
            Refusal("int4_in.onnx", .modelUnsupported, "input 'x' is tensor(int4)", "cast between it and float"),
            Refusal("complex_in.onnx", .modelUnsupported, "element type", "tensor(complex64)", "two of them"),
            Refusal("maps_taken.onnx", .modelUnsupported, "output 'm' would be given", "'m_labels' already: rename it"),
        ]
    )
    func refused(_ refusal: Refusal) throws {
        let error = #expect(throws: InferenceError.self) { try Fixture.session(refusal.file) }
        #expect(error?.code == refusal.code)
        let said = error?.description ?? ""
        #expect(said.contains(Fixture.model(refusal.file)))
        for words in refusal.words { #expect(said.contains(words), "\(said)") }
    }

    @Test("a folder without model.onnx is refused: [inference-5]")
    func folder() throws {
        try Fixture.withFolder { folder in
            let error = #expect(throws: InferenceError.self) {
                try OnnxSession(runtime: Fixture.runtime(), path: folder.path)
            }
            #expect(error?.code == .modelMissing)
            #expect(error?.message == "the folder \(folder.path) holds no model.onnx: put it there, or name the file")
        }
    }

    @Test("what is no file is refused: [inference-5]")
    func device() throws {
        let error = #expect(throws: InferenceError.self) {
            try OnnxSession(runtime: Fixture.runtime(), path: "/dev/zero")
        }
        #expect(error?.code == .modelMissing)
        #expect(error?.message.hasPrefix("/dev/zero is not a file") == true)
    }

    @Test("a model cut off anywhere is refused or loaded, and the next one loads: [inference-6]")
    func cutOff() throws {
        let whole = try Data(contentsOf: URL(filePath: Fixture.model("mlp.onnx")))
        let runtime = try Fixture.runtime()
        try Fixture.withFolder { folder in
            let file = folder.appending(path: "model.onnx")
            var refused = 0
            for length in 0..<whole.count {
                try whole.prefix(length).write(to: file)
                do throws(InferenceError) {
                    _ = try OnnxSession(runtime: runtime, path: file.path)
                } catch {
                    #expect(error.code == .modelInvalid, "\(length) bytes: \(error)")
                    refused += 1
                }
            }
            #expect(refused > whole.count * 9 / 10)
            try whole.write(to: file)
            _ = try OnnxSession(runtime: runtime, path: folder.path)
        }
    }
}
