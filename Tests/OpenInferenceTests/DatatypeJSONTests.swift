import OpenInference
import Tensors
import Testing

/// Elements of every datatype, as JSON.
@Suite struct DatatypeJSONTests {
    @Test(
        "[oip-11] reads whole numbers up to the last of their type, alone and among others",
        arguments: [
            ("UINT8", "0", "255"), ("UINT16", "0", "65535"), ("UINT32", "0", "4294967295"),
            ("UINT64", "0", "18446744073709551615"), ("INT8", "-128", "127"), ("INT16", "-32768", "32767"),
            ("INT32", "-2147483648", "2147483647"), ("INT64", "-9223372036854775808", "9223372036854775807"),
        ]
    )
    func limits(datatype: String, least: String, most: String) throws {
        for data in ["\(least),\(most)", "\(least), \(most),0,1,0,1,0,1,0,1,0,1,0,1,0,1"] {
            let count = data.split(separator: ",").count
            let tensor = try decode(request("[\(data)]", shape: "[\(count)]", datatype: datatype)).inputs[0]
            #expect(tensor.datatype.rawValue == datatype)
            #expect(wholeNumbers(tensor).prefix(2) == [least, most])
        }
    }

    private func wholeNumbers(_ tensor: Tensor) -> [String] {
        func texts<Number: TensorElement & FixedWidthInteger>(_ type: Number.Type) -> [String]? {
            tensor.values(as: type).map { $0.map(\.description) }
        }
        let all = [
            texts(UInt8.self), texts(UInt16.self), texts(UInt32.self), texts(UInt64.self), texts(Int8.self),
            texts(Int16.self), texts(Int32.self), texts(Int64.self),
        ]
        return all.compactMap(\.self).first ?? []
    }

    @Test(
        "[oip-11] refuses whole numbers beyond their type, with its range",
        arguments: [
            ("UINT8", "256"), ("UINT8", "-1"), ("UINT16", "65536"), ("UINT16", "-1"), ("UINT32", "4294967296"),
            ("UINT32", "-1"), ("UINT64", "18446744073709551616"), ("UINT64", "-1"), ("UINT64", "99999999999999999999"),
            ("INT8", "128"), ("INT8", "-129"), ("INT16", "32768"), ("INT16", "-32769"), ("INT32", "2147483648"),
            ("INT32", "-2147483649"), ("INT64", "9223372036854775808"), ("INT64", "-9223372036854775809"),
            ("UINT8", "1.0"), ("INT8", "1e0"), ("UINT64", "0.0"),
        ]
    )
    func beyond(datatype: String, number: String) {
        for (data, shape) in [("[\(number)]", "[1]"), ("[\(number),1,1,1,1,1,1,1,1,1,1,1]", "[12]")] {
            let error = refusal(request(data, shape: shape, datatype: datatype))
            #expect(error?.code == .badInput)
            #expect(
                error?.message.hasPrefix("input 'X': element 0 is \(number); \(datatype) takes ") == true,
                "\(error?.message ?? "accepted")"
            )
        }
    }

    @Test("[oip-11] reads -0 as 0", arguments: ["UINT8", "UINT64", "INT8", "INT64"])
    func minusZero(datatype: String) throws {
        #expect(try decode(request("[-0]", shape: "[1]", datatype: datatype)).inputs[0].bytes.allSatisfy { $0 == 0 })
    }

    @Test("[oip-13] reads booleans")
    func booleans() throws {
        let tensor = try decode(request("[true, false,[true]]", shape: "[3]", datatype: "BOOL")).inputs[0]
        #expect(tensor.values() == [true, false, true])
    }

    @Test(
        "[oip-13] takes nothing else for a boolean",
        arguments: [
            ("1", "element 1 of data is a number, expected true or false"), (#""true""#, "is a string"),
            ("null", "is null"), ("{}", "is an object"),
        ]
    )
    func notBooleans(value: String, message: String) {
        let error = refusal(request("[true,\(value)]", shape: "[2]", datatype: "BOOL"))
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
        #expect(refusal(request("[tru]", shape: "[1]", datatype: "BOOL"))?.code == .badJSON)
        #expect(refusal(request("1", shape: "[1]", datatype: "BOOL"))?.message.contains("array of booleans") == true)
    }

    @Test("[oip-14] reads texts, their escapes undone")
    func texts() throws {
        let data = #"["","a\"b\\\u00e9\ud83d\ude00\u0000",["é😀"]]"#
        let tensor = try decode(request(data, shape: "[3]", datatype: "BYTES")).inputs[0]
        #expect(tensor.texts == [[], Array("a\"b\\é😀\u{0}".utf8), Array("é😀".utf8)])
    }

    @Test("[oip-14] takes no number for a text, and no bytes that are not UTF-8")
    func notTexts() {
        let error = refusal(request(#"["a",1]"#, shape: "[2]", datatype: "BYTES"))
        #expect(error?.message == "input 'X': element 1 of data is a number, expected a string")
        let body = Array(request(#"["a"]"#, shape: "[1]", datatype: "BYTES").utf8).map { $0 == 0x61 ? 0xFF : $0 }
        #expect(refusal(body)?.code == .badJSON)
        #expect(
            refusal(request(#"["a","b"]"#, shape: "[1]", datatype: "BYTES"))?.message.contains("2 elements") == true
        )
    }

    @Test(
        "[oip-10] [oip-15] reads scalars, and tensors of none, of every type",
        arguments: Datatype.allCases
    )
    func edges(datatype: Datatype) throws {
        let element = datatype == .bool ? "true" : datatype == .bytes ? #""a""# : "1"
        let name = datatype.rawValue
        let scalar = try decode(request("[\(element)]", shape: "[]", datatype: name)).inputs[0]
        #expect(scalar.datatype == datatype && scalar.shape == .scalar)
        let empty = try decode(request("[[],[]]", shape: "[2,0,3]", datatype: name)).inputs[0]
        #expect(empty.shape.dimensions == [2, 0, 3] && empty.bytes.isEmpty)
        let error = refusal(request("[\(element),\(element)]", shape: "[0]", datatype: name))
        #expect(error?.message == "input 'X': data has 2 elements, shape [0] wants 0")
    }

    @Test("[oip-15] reads data that stands before its shape and type", arguments: ["BOOL", "BYTES", "UINT64", "FP16"])
    func dataFirst(datatype: String) throws {
        let element = datatype == "BOOL" ? "true" : datatype == "BYTES" ? #""a""# : "7"
        let body = #"{"inputs":[{"data":[\#(element)],"name":"X","datatype":"\#(datatype)","shape":[1]}]}"#
        let plain = try decode(request("[\(element)]", shape: "[1]", datatype: datatype))
        #expect(try decode(body).inputs == plain.inputs)
    }
}
