import OpenInference
import Tensors
import Testing

@Suite struct RequestDecoderTests {
    @Test("reads the request of the contract")
    func contract() throws {
        let request = try decode(
            #"{"id":"42","inputs":[{"name":"X","shape":[1,4],"datatype":"FP32","data":[5.1,3.5,1.4,0.2]}]}"#
        )
        #expect(request.name == "42")
        #expect(request.replyTo == nil)
        #expect(request.outputs.isEmpty)
        let shape = try #require(Shape([1, 4]))
        #expect(request.inputs == [Tensor(name: "X", shape: shape, [5.1, 3.5, 1.4, 0.2] as [Float])])
    }

    @Test("reads several inputs, outputs, reply_to and parameters")
    func everything() throws {
        let request = try decode(
            """
            {"parameters":{"sequence_id":7,"k":1.5,"deep":[{}]},"model_name":"m","reply_to":"clients/1/reply",
             "outputs":[{"name":"Y","parameters":{"binary_data":false}},{"name":"Z"}],
             "inputs":[{"name":"A","datatype":"INT64","shape":[2],"data":[-1,2],"parameters":{"content_type":"np"}},
                       {"name":"B","datatype":"FP32","shape":[],"data":[0.5],"later":null}]}
            """
        )
        #expect(request.replyTo == "clients/1/reply")
        #expect(request.outputs == [RequestedOutput("Y", isBinary: false), RequestedOutput("Z")])
        #expect(request.inputs.map(\.name) == ["A", "B"])
        #expect(request.inputs[0].values() == [Int64(-1), 2])
        #expect(request.inputs[1].shape.rank == 0)
        #expect(request.inputs[1].values() == [Float(0.5)])
    }

    @Test("reads the members of an input in any order", arguments: 0..<24)
    func order(permutation: Int) throws {
        var left = [#""name":"X""#, #""shape":[2]"#, #""datatype":"INT64""#, #""data":[7,8]"#]
        var rest = permutation
        var members: [String] = []
        while !left.isEmpty {
            members.append(left.remove(at: rest % left.count))
            rest /= left.count + 1
        }
        let request = try decode(#"{"inputs":[{\#(members.joined(separator: ","))}],"id":"after"}"#)
        #expect(request.inputs[0].values() == [Int64(7), 8])
        #expect(request.name == "after")
    }

    @Test(
        "[oip-15] counts the leaves of data, nested or flat",
        arguments: [
            "[1,2,3,4]", "[[1,2],[3,4]]", "[[1,2],3,4]", "[1,[2,[3]],4]", "[[],1,[[]],2,3,4,[]]", "[[[[1]]],2,3,[4]]",
            " [ 1 , 2 ,\n3\t,\r4 ] ", "[1, 2, 3, 4]", "[ [1, 2], [3, 4] ]", "[1 ,2,  3,4]",
        ]
    )
    func nesting(data: String) throws {
        for datatype in ["FP32", "INT64"] {
            let tensor = try decode(request(data, shape: "[2,2]", datatype: datatype)).inputs[0]
            #expect(
                datatype == "FP32" ? tensor.values() == [Float(1), 2, 3, 4] : tensor.values() == [Int64(1), 2, 3, 4]
            )
        }
    }

    @Test("reads a tensor without elements", arguments: ["[]", "[[],[]]"])
    func empty(data: String) throws {
        #expect(try decode(request(data, shape: "[0,4]")).inputs[0].values() == [Float]())
    }

    @Test(
        "undoes escapes",
        arguments: [
            (#"\u00E9\n\"\\\/\b\f\r\t"#, "\u{E9}\n\"\\/\u{8}\u{C}\r\t"), (#"\ud83d\uDE00"#, "\u{1F600}"),
            ("ä€😀", "ä€😀"),
            (#"a\u0000b"#, "a\u{0}b"), ("", ""),
        ]
    )
    func strings(json: String, text: String) throws {
        let request = try decode(
            #"{"id":"\#(json)","inputs":[{"name":"\#(json)","shape":[0],"datatype":"INT64","data":[]}]}"#
        )
        #expect(request.name == text)
        #expect(request.inputs[0].name == text)
    }

    @Test("knows a key that is written with escapes")
    func escapedKey() throws {
        let request = try decode(
            #"{"\u0069d":"1","inputs":[{"n\u0061me":"X","shape":[0],"datatype":"FP32","data":[]}]}"#
        )
        #expect(request.name == "1")
        #expect(refusal(#"{"id":"1","\u0069d":"2"}"#)?.code == .badInput)
    }

    @Test("[oip-3] goes by the limits to the byte, element and level")
    func limits() throws {
        let body = request("[1,2]", shape: "[2]")
        let size = body.utf8.count
        #expect(throws: Never.self) { try decode(body, limits: RequestLimits(bytes: size, elements: 2, depth: 4)) }
        #expect(refusal(body, limits: RequestLimits(bytes: size - 1))?.code == .tooLarge)
        #expect(refusal(body, limits: RequestLimits(elements: 1))?.code == .badInput)
        #expect(refusal(body, limits: RequestLimits(depth: 3))?.code == .badJSON)
        #expect(refusal(body, limits: RequestLimits(bytes: .min, elements: .min, depth: .min)) != nil)
        #expect(envelope(Array(body.utf8), limits: RequestLimits(bytes: .min, depth: .min)) == RequestEnvelope())
    }

    @Test("[oip-3] counts the elements of all inputs together")
    func elementsTogether() {
        let input = #"{"name":"X","shape":[2],"datatype":"FP32","data":[1,2]}"#
        let body = #"{"inputs":[\#(input),\#(input)]}"#
        #expect(refusal(body, limits: RequestLimits(elements: 4)) == nil)
        #expect(refusal(body, limits: RequestLimits(elements: 3))?.message.contains("a request may have 3") == true)
    }
}
