import OpenInference
import Tensors
import Testing

@Suite struct InferResponseTests {
    private func text(_ response: InferResponse) throws -> String {
        var bytes: [UInt8] = []
        try response.encode(into: &bytes)
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    private func tensor<Element: TensorElement>(
        _ dimensions: [Int],
        _ elements: [Element],
        name: String = "y"
    ) throws -> Tensor {
        let shape = try #require(Shape(dimensions))
        return try #require(Tensor(name: name, shape: shape, elements))
    }

    @Test("writes the answer of the contract")
    func contract() throws {
        let response = InferResponse(
            model: AnsweringModel(name: "iris", version: "3"),
            id: Array("42".utf8),
            outputs: [try tensor([1, 3], [0.9987, 0.001, 0.0002] as [Float], name: "probabilities")],
            latencyMicroseconds: 183
        )
        #expect(
            try text(response)
                == #"{"model_name":"iris","model_version":"3","id":"42","outputs":[{"name":"probabilities","shape":[1,3],"#
                + #""datatype":"FP32","data":[0.9987,0.001,0.0002]}],"parameters":{"latency_us":183}}"#
        )
    }

    @Test("leaves out what there is not")
    func bare() throws {
        let response = InferResponse(
            model: AnsweringModel(name: "m"),
            outputs: [try tensor([], [Int64.min]), try tensor([0], [Float]())]
        )
        #expect(
            try text(response)
                == #"{"model_name":"m","outputs":[{"name":"y","shape":[],"datatype":"INT64","data":[-9223372036854775808]},"#
                + #"{"name":"y","shape":[0],"datatype":"FP32","data":[]}]}"#
        )
    }

    @Test("escapes what JSON does not allow bare, and keeps the rest")
    func escapes() throws {
        let id = "a\"b\\c\n\r\t\u{0}\u{1F}é😀/\u{7F}"
        let response = InferResponse(
            model: AnsweringModel(name: "m"),
            id: Array(id.utf8),
            outputs: [try tensor([1], [Int64(1)])]
        )
        #expect(try text(response).contains(#""id":"a\"b\\c\n\r\t\u0000\u001fé😀/"# + "\u{7F}\""))
    }

    @Test(
        "[oip-42] refuses a number that JSON does not have, and leaves the bytes as they were",
        arguments: [(Float.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity")]
    )
    func notFinite(value: Float, word: String) throws {
        var bytes: [UInt8] = [1, 2, 3]
        let response = InferResponse(
            model: AnsweringModel(name: "m"),
            outputs: [try tensor([1], [Int64(1)]), try tensor([5], [0, 1, 2, value, 4])]
        )
        let error = #expect(throws: InferError.self) { try response.encode(into: &bytes) }
        #expect(error?.code == .internal)
        #expect(error?.message.hasPrefix("output 'y' is \(word) at element 3; JSON has no number for it") == true)
        #expect(bytes == [1, 2, 3])
    }

    @Test("appends to what is there")
    func appends() throws {
        var bytes: [UInt8] = [0x20]
        try InferResponse(model: AnsweringModel(name: "m"), outputs: []).encode(into: &bytes)
        #expect(bytes == Array(#" {"model_name":"m","outputs":[]}"#.utf8))
    }
}
