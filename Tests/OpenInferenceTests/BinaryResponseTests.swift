import OpenInference
import Tensors
import Testing

/// Answers with binary tensors, with NaN, and with some rows of what was computed.
@Suite struct BinaryResponseTests {
    private func tensor<Element: TensorElement>(_ name: String, _ dimensions: [Int], _ elements: [Element]) throws
        -> Tensor
    {
        let shape = try #require(Shape(dimensions))
        return try #require(Tensor(name: name, shape: shape, elements))
    }

    private func texts(_ name: String, _ elements: [[UInt8]]) throws -> Tensor {
        let shape = try #require(Shape([elements.count]))
        return try #require(Tensor(name: name, shape: shape, texts: elements))
    }

    private func response(_ outputs: [Tensor], rows: Range<Int>? = nil) -> InferResponse {
        InferResponse(model: AnsweringModel(name: "m"), outputs: outputs, rows: rows)
    }

    @Test("[oip-41] puts binary outputs behind the JSON, in their order, between others that stay in it")
    func mixed() throws {
        let request = InferRequest(
            inputs: [],
            outputs: [RequestedOutput("a"), RequestedOutput("b", isBinary: false), RequestedOutput("c")],
            prefersBinary: true
        )
        let outputs = try [tensor("a", [1, 2], [UInt16(1), 2]), tensor("b", [1], [true]), texts("c", [[0xFF], []])]
        let answer = try WrittenAnswer(response(outputs), to: request)
        #expect(
            answer.json
                == #"{"model_name":"m","outputs":[{"name":"a","shape":[1,2],"datatype":"UINT16","#
                + #""parameters":{"binary_data_size":4}},{"name":"b","shape":[1],"datatype":"BOOL","data":[true]},"#
                + #"{"name":"c","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":9}}]}"#
        )
        #expect(answer.headerLength == answer.json.utf8.count)
        #expect(answer.blob == [1, 0, 2, 0, 1, 0, 0, 0, 0xFF, 0, 0, 0, 0])
    }

    @Test("[oip-41] says no length where nothing stands behind the JSON")
    func plain() throws {
        #expect(
            try WrittenAnswer(response([try tensor("a", [1], [true])]), to: InferRequest(inputs: [])).headerLength
                == nil
        )
        #expect(try WrittenAnswer(response([try tensor("a", [1], [true])])).headerLength == nil)
    }

    @Test("[oip-41] counts the length from where the answer begins")
    func appended() throws {
        var bytes: [UInt8] = [9, 9]
        let request = InferRequest(inputs: [], prefersBinary: true)
        let length = try response([tensor("a", [0], [Bool]())]).encode(to: request, into: &bytes)
        #expect(length == bytes.count - 2)
    }

    @Test(
        "[oip-42] says null for NaN and infinities where that is wanted",
        arguments: [Datatype.fp16, .bf16, .fp32, .fp64]
    )
    func null(datatype: Datatype) throws {
        let values = [0.5, .nan, .infinity, -.infinity]
        let output =
            switch datatype {
            case .fp16: try tensor("y", [4], values.map { Float16($0) })
            case .bf16: try tensor("y", [4], values.map { BFloat16($0) })
            case .fp32: try tensor("y", [4], values.map { Float($0) })
            default: try tensor("y", [4], values)
            }
        let answer = try WrittenAnswer(response([output]), nonFinite: .null)
        #expect(answer.json.contains(#""data":[0.5,null,null,null]"#))
        let refused = error { _ = try WrittenAnswer(response([output]), nonFinite: .error) }
        #expect(refused?.code == .internal)
        #expect(
            refused?.message.hasPrefix("output 'y' is NaN at element 1; JSON has no number for it: ask for") == true
        )
        let binary = try WrittenAnswer(response([output]), to: InferRequest(inputs: [], prefersBinary: true))
        #expect(binary.blob == output.bytes)
    }

    @Test("[oip-43] carries texts that are not UTF-8 in binary alone, and leaves the bytes as they were")
    func notUTF8() throws {
        let output = try texts("y", [[0x61], [0xC3]])
        var bytes: [UInt8] = [1, 2]
        let refused = error { try response([output]).encode(into: &bytes) }
        #expect(
            refused
                == InferError(
                    .internal,
                    "output 'y' is not UTF-8 at element 1, which JSON cannot hold: ask for binary tensors"
                )
        )
        #expect(bytes == [1, 2])
        let binary = try WrittenAnswer(response([output]), to: InferRequest(inputs: [], prefersBinary: true))
        #expect(binary.blob == output.bytes)
    }

    @Test("[oip-40] writes the rows of the answer alone", arguments: Datatype.allCases)
    func rows(datatype: Datatype) throws {
        let element: [UInt8] =
            datatype == .bytes ? [1, 0, 0, 0, 0x61] : [UInt8](repeating: 1, count: datatype.byteWidth!)
        let bytes = [element, element, element, element, element, element].flatMap(\.self)
        let whole = Tensor(name: "y", datatype: datatype, shape: Shape([3, 2])!, bytes: bytes)!
        let part = Tensor(name: "y", datatype: datatype, shape: Shape([1, 2])!, bytes: element + element)!
        for request in [InferRequest(inputs: []), InferRequest(inputs: [], prefersBinary: true)] {
            let answer = try WrittenAnswer(response([whole], rows: 1..<2), to: request)
            let alone = try WrittenAnswer(response([part]), to: request)
            #expect(answer.json == alone.json && answer.blob == alone.blob)
        }
    }

    @Test("[oip-42] counts elements from the answer's first row on, and passes by NaN in the rows of others")
    func foreignRows() throws {
        let output = try tensor("y", [3, 2], [.nan, 1, 2, 3, 4, .nan] as [Float])
        #expect(try WrittenAnswer(response([output], rows: 1..<2)).json.contains(#""shape":[1,2],"#))
        let refused = error { _ = try WrittenAnswer(response([output], rows: 2..<3)) }
        #expect(refused?.message.contains("NaN at element 1") == true)
    }
}
