import Support
import Testing

/// `marram infer --model`: a model file, without broker or node.
@Suite struct InferFileTests {
    @Test(
        "prints the answer of the sample model",
        arguments: ["X=5.1,3.5,1.4,0.2", "X[1,4]= 5.1, 3.5 ,1.4,0.2", "X:FP32=5.1,3.5,1.4,0.2"]
    )
    func sample(input: String) async throws {
        let result = try await infer(Sample.iris, [input])
        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.output.contains(#/"name":"label","shape":\[1\],"datatype":"INT64","data":\[0\]/#),
            "\(result.output)"
        )
        #expect(result.output.contains(#/"name":"probabilities","shape":\[1,3\],"datatype":"FP32","data":\[0\.9/#))
    }

    @Test("takes rows, shapes and integers")
    func shapes() async throws {
        let rows = try await infer(Sample.iris, ["X=5.1,3.5,1.4,0.2;6.3,3.3,6.0,2.5"])
        #expect(rows.output.contains(#""shape":[2],"datatype":"INT64","data":[0,2]"#), "\(rows.errors)")
        // The model says INT64; the argument need not.
        for input in ["ids=1,-2,4611686018427387903", "ids:INT64[1,3]=1,-2,3", "ids:INT64=1,-2,3"] {
            let result = try await infer(Project.fixture("int64"), [input])
            #expect(result.code == 0, "\(input): \(result.errors)")
            #expect(result.output.contains(#""data":[2,-4,"#), "\(result.output)")
        }
        let scalar = try await infer(Project.fixture("scalar"), ["x=2.5"])
        #expect(scalar.code == 0, "\(scalar.errors)")
    }

    @Test(
        "refuses a malformed input as wrong usage, with a sentence",
        arguments: [
            ("5.1,3.5,1.4,0.2", "expected NAME=numbers"),
            ("=1,2,3,4", "expected NAME=numbers"),
            ("X[1,b]=1,2,3,4", "is no shape"),
            ("X[1,-4]=1,2,3,4", "is no shape"),
            ("X[1,,4]=1,2,3,4", "is no shape"),
            ("X=1,2,3,4;5,6", "one length"),
            ("X=1,2,3,4;", "one length"),
            ("X:INT32=1,2,3,4", "FP32 or INT64"),
            ("X:fp64=1,2,3,4", "FP32 or INT64"),
        ]
    )
    func malformed(input: String, reason: String) async throws {
        let result = try await infer(Sample.iris, [input])
        #expect(result.code == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }

    @Test(
        "refuses numbers that the model does not take, with a sentence",
        arguments: [
            (["X=1,2,three,4"], "'three' is not a finite FP32 number"),
            (["X=1,2,,4"], "is expected"),
            (["X=1,2,nan,4"], "'nan' is not a finite FP32 number"),
            (["X=1,2,1e99,4"], "'1e99' is not a finite FP32 number"),
            (["X:INT64=1,2,3.5,4"], "'3.5' is not an INT64 number"),
            (["X=1,2,3"], "3 numbers do not fill the shape [0,4]"),
            (["X[2,4]=1,2,3,4"], "4 numbers do not fill the shape [2,4]"),
            (["X[9223372036854775807,9223372036854775807]=1"], "do not fill the shape"),
            (["X[1,5]=1,2,3,4,5"], "model expects [-1,4]"),
            (["X:INT64=1,2,3,4"], "model expects FP32"),
            (["Y=1,2,3,4"], "unknown input 'Y', model expects 'X'"),
            (["X=1,2,3,4", "X=1,2,3,4"], "stands twice"),
        ]
    )
    func misfit(inputs: [String], reason: String) async throws {
        let result = try await infer(Sample.iris, inputs)
        #expect(result.code == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("error: ") && result.errors.contains(reason), "\(result.errors)")
    }

    @Test("names a model file that cannot be loaded", arguments: ["gone", "not_onnx", "truncated", "future_opset"])
    func refusedModel(fixture: String) async throws {
        let result = try await infer(Project.fixture(fixture), ["x=1"])
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("error: ") && result.errors.contains("\(fixture).onnx"), "\(result.errors)")
    }

    private func infer(_ model: String, _ inputs: [String]) async throws -> Command.Result {
        try await MarramCommand().run(["infer", "--model", model] + inputs.flatMap { ["--input", $0] })
    }
}
