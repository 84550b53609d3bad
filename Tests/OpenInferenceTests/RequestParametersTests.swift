import OpenInference
import Tensors
import Testing

@Suite struct RequestParametersTests {
    private func body(_ members: String) -> String {
        #"{\#(members),"inputs":[{"name":"X","shape":[0],"datatype":"UINT8","data":[]}]}"#
    }

    @Test(
        "[oip-31] reads how long the requester waits, in microseconds",
        arguments: [("500000", 500_000), ("1", 1), ("0", nil), ("9223372036854775807", .max)] as [(String, Int?)]
    )
    func timeout(text: String, expected: Int?) throws {
        #expect(try decode(body(#""parameters":{"timeout":\#(text)}"#)).timeoutMicroseconds == expected)
    }

    @Test(
        "[oip-30] [oip-31] refuses a parameter that it knows with a value that it does not",
        arguments: [
            (#""parameters":{"timeout":-1}"#, "'timeout' in microseconds is -1; expected a whole number from 0 up"),
            (#""parameters":{"timeout":1.5}"#, "'timeout' in microseconds is 1.5"),
            (#""parameters":{"timeout":"1s"}"#, "'timeout' in microseconds is a string"),
            (#""parameters":{"timeout":1,"timeout":1}"#, "'timeout' stands twice"),
            (#""parameters":{"timeout":99999999999999999999}"#, "'timeout' in microseconds is 99999999999999999999"),
            (#""parameters":{"binary_data_output":1}"#, "'binary_data_output' is a number, expected true or false"),
            (#""parameters":{"binary_data_output":true,"binary_data_output":true}"#, "stands twice"),
            (#""outputs":[{"name":"Y","parameters":{"binary_data":"yes"}}]"#, "outputs[0]: 'binary_data' is a string"),
            (#""outputs":[{"name":"Y","parameters":{"binary_data":true,"binary_data":true}}]"#, "stands twice"),
            (#""outputs":[{"name":"Y","parameters":[]}]"#, "outputs[0]: 'parameters' is an array"),
            (#""outputs":[{"name":"Y","parameters":{},"parameters":{}}]"#, "outputs[0]: 'parameters' stands twice"),
        ]
    )
    func refuses(members: String, message: String) {
        let error = refusal(body(members))
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
    }

    @Test("[oip-30] passes over parameters that it does not know")
    func unknown() throws {
        let request = try decode(
            body(
                #""parameters":{"sequence_id":7,"priority":2,"k":1.5,"deep":[{}],"":0},"#
                    + #""outputs":[{"name":"Y","parameters":{"classification":2}}]"#
            )
        )
        #expect(!request.prefersBinary && request.timeoutMicroseconds == nil)
        #expect(request.outputs == [RequestedOutput("Y", classes: 2)])
    }

    @Test("[oip-30] lets an output say otherwise than the request")
    func binary() throws {
        let outputs =
            #""outputs":[{"name":"A"},{"name":"B","parameters":{"binary_data":false}},"#
            + #"{"name":"C","parameters":{"binary_data":true}}]"#
        let prefers = try decode(body(#""parameters":{"binary_data_output":true},"# + outputs))
        #expect((0..<3).map(prefers.wantsBinary(output:)) == [true, false, true])
        let plain = try decode(body(outputs))
        #expect((0..<3).map(plain.wantsBinary(output:)) == [false, false, true])
        let all = try decode(body(#""parameters":{"binary_data_output":true}"#))
        #expect(all.wantsBinary(output: 0) && all.wantsBinary(output: 9))
    }

    @Test("[oip-30] [oip-31] writes what it reads")
    func written() throws {
        let request = InferRequest(
            id: "7",
            replyTo: "a/b",
            inputs: [try #require(Tensor(name: "X", shape: .scalar, [true]))],
            outputs: [
                RequestedOutput("A"), RequestedOutput("B", isBinary: true), RequestedOutput("C", isBinary: false),
            ],
            prefersBinary: true,
            timeoutMicroseconds: 5
        )
        for (prefersBinary, timeout) in [(true, 5), (true, nil), (false, 5), (false, nil)] as [(Bool, Int?)] {
            let request = InferRequest(
                id: request.name,
                replyTo: request.replyTo,
                inputs: request.inputs,
                outputs: request.outputs,
                prefersBinary: prefersBinary,
                timeoutMicroseconds: timeout
            )
            var bytes: [UInt8] = []
            try request.encode(into: &bytes)
            let read = try decode(bytes)
            #expect(Facts(read) == Facts(request))
        }
    }

    @Test("[oip-12] does not write an input that JSON cannot hold, and names it")
    func unwritable() throws {
        var bytes: [UInt8] = [1]
        let notFinite = try #require(Tensor(name: "X", shape: .scalar, [Double.nan]))
        let error1 = error { try InferRequest(inputs: [notFinite]).encode(into: &bytes) }
        #expect(error1 == InferError(.badInput, "input 'X' is NaN at element 0; JSON has no number for it"))
        let notText = try #require(Tensor(name: "X", shape: .scalar, texts: [[0xFF]]))
        let error2 = error { try InferRequest(inputs: [notText]).encode(into: &bytes) }
        #expect(error2 == InferError(.badInput, "input 'X' is not UTF-8 at element 0, which JSON cannot hold"))
        #expect(bytes == [1])
    }
}

/// All that a request holds, to be compared.
struct Facts: Equatable {
    let id: [UInt8]?
    let replyTo: String?
    let inputs: [Tensor]
    let outputs: [RequestedOutput]
    let prefersBinary: Bool
    let timeout: Int?

    init(_ request: InferRequest) {
        id = request.id
        replyTo = request.replyTo
        inputs = request.inputs
        outputs = request.outputs
        prefersBinary = request.prefersBinary
        timeout = request.timeoutMicroseconds
    }
}
