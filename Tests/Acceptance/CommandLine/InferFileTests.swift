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
            ("5.1,3.5,1.4,0.2", "expected NAME=values"),
            ("=1,2,3,4", "expected NAME=values"),
            ("X[1,b]=1,2,3,4", "is no shape"),
            ("X[1,-4]=1,2,3,4", "is no shape"),
            ("X[1,,4]=1,2,3,4", "is no shape"),
            ("X=1,2,3,4;5,6", "one length"),
            ("X=1,2,3,4;", "one length"),
            ("X:fp64=1,2,3,4", "datatype fp64 is not accepted; expected one of BOOL, UINT8"),
            ("X:Bytes=a", "datatype Bytes is not accepted"),
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
            (["X=1,2,three,4"], "'three' is not a finite number of FP32"),
            (["X=1,2,,4"], "is expected"),
            (["X=1,2,nan,4"], "'nan' is not a finite number of FP32"),
            (["X=1,2,1e99,4"], "'1e99' is not a finite number of FP32"),
            (["X:INT64=1,2,3.5,4"], "'3.5' is not a whole number of INT64, -9223372036854775808 to"),
            (["X=1,2,3"], "3 values do not fill the shape [0,4]"),
            (["X[2,4]=1,2,3,4"], "4 values do not fill the shape [2,4]"),
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

    /// A value that its type takes makes a tensor, which a model of another type then refuses by its datatype.
    @Test(
        "[oip-10] [oip-11] [oip-12] [oip-13] [oip-14] takes every datatype, to its limits",
        arguments: [
            "BOOL[2]=true,false", "UINT8[2]=0,255", "UINT16[2]=0,65535", "UINT32[2]=0,4294967295",
            "UINT64[2]=0,18446744073709551615",
            "INT8[2]=-128,127", "INT16[2]=-32768,32767", "INT32[2]=-2147483648,2147483647",
            "INT64[2]=-9223372036854775808,9223372036854775807", "FP16[2]=-65504,65519", "BF16[2]=1,-3.38e38",
            "FP64[2]=5e-324,-1.7976931348623157e308", "BYTES=red, green;é,", "BYTES[0]=", "BOOL[1,2]=true,false",
        ]
    )
    func datatypes(input: String) async throws {
        let result = try await infer(Sample.iris, ["X:\(input)"])
        #expect(result.code == 1)
        let datatype = input.prefix { $0.isUppercase || $0.isNumber }
        #expect(
            result.errors.contains("unexpected datatype \(datatype) for input 'X', model expects FP32"),
            "\(result.errors)"
        )
    }

    @Test(
        "[oip-11] [oip-12] [oip-13] refuses values that are none of their datatype, with its range",
        arguments: [
            ("BOOL=true,1", "'1' is not true or false"), ("BOOL=True", "'True' is not true or false"),
            ("UINT8=256", "'256' is not a whole number of UINT8, 0 to 255"), ("UINT8=-1", "0 to 255"),
            ("UINT16=65536", "0 to 65535"), ("UINT32=4294967296", "0 to 4294967295"),
            ("UINT64=18446744073709551616", "0 to 18446744073709551615"), ("INT8=128", "-128 to 127"),
            ("INT16=-32769", "-32768 to 32767"), ("INT32=2147483648", "-2147483648 to 2147483647"),
            ("INT64=9223372036854775808", "-9223372036854775808 to 9223372036854775807"),
            ("FP16=65520", "'65520' is not a finite number of FP16"), ("BF16=3.4e38", "is not a finite number of BF16"),
            ("FP64=1e309", "is not a finite number of FP64"), ("BYTES[3]=a,b", "2 values do not fill the shape [3]"),
        ]
    )
    func notOfTheType(input: String, reason: String) async throws {
        let result = try await infer(Sample.iris, ["X:\(input)"])
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
