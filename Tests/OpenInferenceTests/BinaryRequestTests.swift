import OpenInference
import Tensors
import Testing

/// Requests with elements behind the JSON.
@Suite struct BinaryRequestTests {
    @Test("[oip-20] reads every type", arguments: Datatype.allCases)
    func everyType(datatype: Datatype) throws {
        var random = Seeded(state: 9)
        for _ in 0..<20 {
            let tensor = try #require(randomTensor(&random, "X", datatype))
            var body = BinaryBody()
            body.append(tensor)
            #expect(try body.decode().inputs == [tensor])
        }
    }

    @Test("[oip-20] hands bytes out in the order of the inputs, those in JSON passed over")
    func order() throws {
        var body = BinaryBody()
        body.members = #""id":"7","parameters":{"binary_data_output":true},"#
        body.append("A", "UINT8", "[2]", [1, 2])
        body.append("B", "INT16", "[1]", data: "[-5]")
        body.append("C", "BYTES", "[2]", [1, 0, 0, 0, 0xFF, 0, 0, 0, 0])
        body.append("D", "BOOL", "[0]", [])
        body.append("E", "UINT8", "[]", [3])
        let request = try body.decode()
        #expect(request.name == "7" && request.prefersBinary)
        #expect(request.inputs.map(\.name) == ["A", "B", "C", "D", "E"])
        #expect(request.inputs[0].values() == [UInt8(1), 2])
        #expect(request.inputs[1].values() == [Int16(-5)])
        #expect(request.inputs[2].texts == [[0xFF], []])
        #expect(request.inputs[3].values() == [Bool]())
        #expect(request.inputs[4].values() == [UInt8(3)])
    }

    @Test("[oip-20] reads a body whose inputs are all JSON")
    func noBinary() throws {
        var body = BinaryBody()
        body.append("A", "UINT8", "[2]", data: "[1,2]")
        #expect(try body.decode().inputs[0].values() == [UInt8(1), 2])
    }

    @Test(
        "[oip-22] refuses sizes that are no size, or not that of the shape",
        arguments: [
            ("UINT8", "[4]", "5", "binary_data_size is 5, but 4 bytes are left behind the JSON"),
            ("UINT8", "[4]", "9223372036854775807", "but 4 bytes are left"),
            (
                "UINT8", "[4]", "9223372036854775808",
                "'binary_data_size' is 9223372036854775808; expected a whole number"
            ),
            ("UINT8", "[4]", "-1", "'binary_data_size' is -1; expected a whole number from 0 up"),
            ("UINT8", "[4]", "4.0", "'binary_data_size' is 4.0; expected a whole number"),
            ("UINT8", "[4]", #""4""#, "'binary_data_size' is a string, expected a whole number"),
            ("UINT8", "[4]", "null", "'binary_data_size' is null, expected a whole number"),
            ("UINT8", "[3]", "4", "binary_data_size is 4, UINT8 [3] takes 3"),
            ("UINT8", "[5]", "4", "binary_data_size is 4, UINT8 [5] takes 5"),
            ("FP32", "[2]", "4", "binary_data_size is 4, FP32 [2] takes 8"),
            ("FP64", "[]", "4", "binary_data_size is 4, FP64 [] takes 8"),
            ("UINT8", "[4]", "3", "binary_data_size is 3, UINT8 [4] takes 4"),
            (
                "UINT8", "[3]", "3",
                "1 bytes stand behind the binary tensors; binary_data_size of the inputs adds up to 3"
            ),
            ("BYTES", "[2]", "4", "the 4 bytes of BYTES are not 2 elements"),
            ("UINT8", "[4]", #"4,"binary_data_size":4"#, "'binary_data_size' stands twice"),
        ]
    )
    func sizes(datatype: String, shape: String, size: String, message: String) {
        var body = BinaryBody()
        body.append("X", datatype, shape, [0, 0, 0, 0], size: size)
        let error = body.refusal()
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
    }

    @Test(
        "[oip-22] refuses elements that are none of their type",
        arguments: [
            ("BOOL", "[2]", [1, 2], "a byte of BOOL is neither 0 nor 1"),
            ("BYTES", "[1]", [5, 0, 0, 0, 1], "the 5 bytes of BYTES are not 1 elements"),
            ("BYTES", "[1]", [0xFF, 0xFF, 0xFF, 0xFF], "are not 1 elements"),
            ("BYTES", "[1]", [1, 0, 0], "are not 1 elements"),
            ("BYTES", "[1]", [0, 0, 0, 0, 0, 0, 0, 0], "are not 1 elements"),
            ("BYTES", "[0]", [0], "are not 0 elements"),
            ("FP32", "[1]", [0, 0, 0x80, 0x7F], "element 0 is NaN or infinite; send finite numbers"),
            ("FP16", "[2]", [0, 0, 0, 0x7C], "element 1 is NaN or infinite"),
            ("BF16", "[1]", [0xC0, 0x7F], "element 0 is NaN or infinite"),
            ("FP64", "[1]", [0, 0, 0, 0, 0, 0, 0xF8, 0xFF], "element 0 is NaN or infinite"),
        ] as [(String, String, [UInt8], String)]
    )
    func elements(datatype: String, shape: String, bytes: [UInt8], message: String) {
        var body = BinaryBody()
        body.append("X", datatype, shape, bytes)
        let error = body.refusal()
        #expect(error?.code == .badInput)
        #expect(error?.message.hasPrefix("input 'X': ") == true)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
    }

    @Test("[oip-22] refuses the second tensor's size where the first has left too little")
    func second() {
        var body = BinaryBody()
        body.append("A", "UINT8", "[2]", [1, 2])
        body.append("B", "UINT8", "[2]", [3], size: "2")
        #expect(body.refusal()?.message == "input 'B': binary_data_size is 2, but 1 bytes are left behind the JSON")
        body.blob += [4, 5]
        #expect(body.refusal()?.message.hasPrefix("1 bytes stand behind the binary tensors") == true)
    }

    @Test("[oip-22] refuses an input with data and a size as well")
    func both() {
        let json =
            #"{"inputs":[{"name":"X","shape":[1],"datatype":"UINT8","data":[1],"parameters":{"binary_data_size":1}}]}"#
        let body = Array(json.utf8) + [1]
        let error = error { _ = try decoded(body, .binary(headerLength: json.utf8.count)) }
        #expect(error?.message == "input 'X' has both 'data' and 'binary_data_size'; send one of them")
    }

    @Test("[oip-21] refuses a length of the JSON that is not its length", arguments: [-1, .min, 1, 10_000, .max])
    func headerLength(length: Int) {
        var body = BinaryBody()
        body.append("X", "UINT8", "[1]", [7])
        #expect(body.refusal(headerLength: length) != nil)
        #expect(body.refusal(headerLength: body.json.count - 1)?.code == .badJSON)
        #expect(body.refusal(headerLength: body.json.count + 1)?.code == .badInput)
        #expect(body.refusal() == nil)
    }

    @Test("[oip-3] counts elements before it takes their bytes")
    func limits() throws {
        var body = BinaryBody()
        body.append("X", "BYTES", "[1000000000000]", [])
        #expect(body.refusal()?.message.contains("a request may have 16000000") == true)
        var two = BinaryBody()
        two.append("A", "UINT8", "[2]", [1, 2])
        two.append("B", "UINT8", "[2]", [1, 2])
        #expect(throws: Never.self) { try two.decode(limits: RequestLimits(elements: 4)) }
        #expect(throws: InferError.self) { try two.decode(limits: RequestLimits(elements: 3)) }
        let size = two.json.count + two.blob.count
        #expect(throws: Never.self) { try two.decode(limits: RequestLimits(bytes: size)) }
        #expect(throws: InferError.self) { try two.decode(limits: RequestLimits(bytes: size - 1)) }
    }
}
