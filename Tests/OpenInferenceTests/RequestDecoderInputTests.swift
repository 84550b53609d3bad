import OpenInference
import Testing

@Suite struct RequestDecoderInputTests {
    @Test(
        "[oip-2] refuses a request that is not the protocol's",
        arguments: [
            ("[]", "the body is an array, expected an object"),
            ("1", "the body is a number"),
            ("null", "the body is null"),
            ("{}", "'inputs' is missing"),
            (#"{"inputs":[]}"#, "'inputs' is empty"),
            (#"{"inputs":{}}"#, "'inputs' is an object, expected an array"),
            (#"{"inputs":[1]}"#, "inputs[0] is a number, expected an object"),
            (#"{"id":42}"#, "'id' is a number, expected a string"),
            (#"{"id":null}"#, "'id' is null, expected a string"),
            (#"{"reply_to":["a"]}"#, "'reply_to' is an array, expected a string"),
            (#"{"parameters":1}"#, "'parameters' is a number, expected an object"),
            (#"{"outputs":{}}"#, "'outputs' is an object, expected an array"),
            (#"{"outputs":["Y"]}"#, "outputs[0] is a string, expected an object"),
            (#"{"outputs":[{"name":"Y"},{}]}"#, "outputs[1]: 'name' is missing"),
            (#"{"outputs":[{"name":true}]}"#, "outputs[0]: 'name' is a boolean"),
            (#"{"id":"1","id":"1"}"#, "'id' stands twice"),
            (#"{"reply_to":"1","reply_to":"1"}"#, "'reply_to' stands twice"),
            (#"{"outputs":[],"outputs":[]}"#, "'outputs' stands twice"),
            (#"{"parameters":{},"parameters":{}}"#, "'parameters' stands twice"),
            (#"{"inputs":[],"inputs":[]}"#, "'inputs' stands twice"),
            (#"{"outputs":[{"name":"a","name":"b"}]}"#, "outputs[0]: 'name' stands twice"),
        ]
    )
    func members(body: String, message: String) {
        let error = refusal(body)
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
    }

    @Test(
        "[oip-2] [oip-4] [oip-10] refuses an input that is not the protocol's, by its name",
        arguments: [
            (#""shape":[1],"datatype":"FP32""#, "'data' is missing"),
            (#""shape":[1],"data":[1]"#, "'datatype' is missing; expected BOOL, UINT8"),
            (#""datatype":"FP32","data":[1]"#, "'shape' is missing"),
            (#""datatype":"STRING""#, "datatype 'STRING' is not accepted; send one of BOOL, UINT8"),
            (#""datatype":"fp32""#, "datatype 'fp32' is not accepted"),
            (#""datatype":1"#, "'datatype' is a number, expected a string"),
            (#""shape":4"#, "shape is a number, expected an array of whole numbers"),
            (#""shape":[[1]]"#, "dimension 0 of shape is an array"),
            (#""shape":[1,-1]"#, "dimension 1 of shape is -1; expected a whole number from 0 up"),
            (#""shape":[1.0]"#, "dimension 0 of shape is 1.0"),
            (#""shape":[1e2]"#, "dimension 0 of shape is 1e2"),
            (#""shape":["1"]"#, "dimension 0 of shape is a string"),
            (#""shape":[9223372036854775808]"#, "dimension 0 of shape is 9223372036854775808"),
            (#""shape":[99999999999999999999999999999999999999999999]"#, "9999999999…"),
            (#""shape":[4611686018427387904,4]"#, "more elements than can be counted"),
            (#""shape":[4611686018427387904]"#, "a request may have 16000000 in all its inputs"),
            (
                #""shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]"#,
                "more than 32 dimensions"
            ),
            (#""shape":[2],"datatype":"FP32","data":[1]"#, "data has 1 element, shape [2] wants 2"),
            (#""shape":[2],"datatype":"FP32","data":[1,2,3]"#, "data has 3 elements, shape [2] wants 2"),
            (#""shape":[],"datatype":"FP32","data":[]"#, "data has 0 elements, shape [] wants 1"),
            (#""shape":[1],"datatype":"FP32","data":1"#, "data is a number, expected an array of numbers"),
            (#""shape":[1],"datatype":"FP32","data":"AAAA""#, "data is a string"),
            (#""shape":[2],"datatype":"FP32","data":[1,null]"#, "element 1 of data is null, expected a number"),
            (#""shape":[2],"datatype":"FP32","data":[1,"2"]"#, "element 1 of data is a string"),
            (#""shape":[2],"datatype":"FP32","data":[[1],[true]]"#, "element 1 of data is a boolean"),
            (#""shape":[2],"datatype":"INT64","data":[1,{"a":[]}]"#, "element 1 of data is an object"),
            (#""data":[1,null],"shape":[2],"datatype":"FP32""#, "element 1 of data is null"),
            (#""data":7,"shape":[2],"datatype":"FP32""#, "data is a number"),
            (#""data":[7],"shape":[2],"datatype":"FP32""#, "data has 1 element, shape [2] wants 2"),
            (#""shape":[1],"datatype":"FP32","data":[1e39]"#, "element 0 is 1e39; FP32 takes"),
            (#""shape":[1],"shape":[1]"#, "'shape' stands twice"),
            (#""datatype":"FP32","datatype":"FP32""#, "'datatype' stands twice"),
            (#""data":[],"data":[]"#, "'data' stands twice"),
            (#""name":"X""#, "'name' stands twice"),
            (#""parameters":{},"parameters":{}"#, "'parameters' stands twice"),
            (#""parameters":[]"#, "'parameters' is an array"),
            (#""shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}"#, "but the body is JSON alone"),
            (
                #""shape":[1],"datatype":"FP32","data":[1],"parameters":{"binary_data_size":4}"#,
                "both 'data' and 'binary_data_size'"
            ),
        ]
    )
    func input(members: String, message: String) {
        let error = refusal(#"{"inputs":[{"name":"X",\#(members)}]}"#)
        #expect(error?.code == .badInput)
        #expect(error?.message.hasPrefix("input 'X'") == true, "\(error?.message ?? "accepted")")
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
    }

    @Test("[oip-4] names an input by its place where it has no name")
    func nameless() {
        let named = #"{"name":"X","shape":[0],"datatype":"FP32","data":[]}"#
        let error = refusal(#"{"inputs":[\#(named),{"shape":[0],"datatype":"FP32","data":[]}]}"#)
        #expect(error == InferError(.badInput, "inputs[1]: 'name' is missing; expected a string"))
        #expect(refusal(#"{"inputs":[{"name":5}]}"#)?.message == "inputs[0]: 'name' is a number, expected a string")
    }

    @Test("names an input by its name where that stands last")
    func nameLast() {
        let error = refusal(#"{"inputs":[{"shape":[2],"datatype":"FP32","data":[1],"name":"last"}]}"#)
        #expect(error?.message == "input 'last': data has 1 element, shape [2] wants 2")
    }

    @Test("prefers the error of the grammar in a value of the wrong kind")
    func grammarFirst() {
        #expect(refusal(#"{"id":[1,}"#)?.code == .badJSON)
        #expect(refusal("[1,}")?.code == .badJSON)
        #expect(refusal(request("[1,NaN]", shape: "[2]"))?.message.contains("'NaN' at byte") == true)
        #expect(refusal(request("[-Infinity]", shape: "[1]"))?.message.contains("'-Infinity' at byte") == true)
        #expect(refusal(request("[1,nul]", shape: "[2]"))?.code == .badJSON)
    }

    @Test("bounds the length of texts")
    func lengths() throws {
        let longest = String(repeating: "é", count: 512)
        let rest = #""inputs":[{"name":"X","shape":[0],"datatype":"FP32","data":[]}]}"#
        #expect(try decode(#"{"id":"\#(longest)",\#(rest)"#).name == longest)
        #expect(refusal(#"{"id":"\#(longest)x",\#(rest)"#)?.message.contains("1025 bytes, at most 1024") == true)
        #expect(refusal(#"{"reply_to":"\#(longest)x",\#(rest)"#)?.code == .badInput)
        #expect(refusal(#"{"outputs":[{"name":"\#(longest)x"}],\#(rest)"#)?.code == .badInput)
    }

    @Test("keeps what it quotes short and without control characters")
    func quotes() throws {
        let name = #"a\n"# + String(repeating: "b", count: 1000)
        let error = try #require(refusal(#"{"inputs":[{"name":"\#(name)"}]}"#))
        #expect(error.message.utf8.count < 400)
        #expect(error.message.hasPrefix("input 'a\u{FFFD}bbb"))
    }
}
