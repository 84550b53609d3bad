import OpenInference
import Testing

@Suite struct ErrorResponseTests {
    @Test("writes the error of the contract")
    func contract() {
        var bytes: [UInt8] = []
        let message = "unexpected shape [1,5] for input 'X', model expects [-1,4]"
        ErrorResponse(id: "42", error: InferError(.badInput, message)).encode(into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"id":"42","error":"unexpected shape [1,5] for input 'X', model expects [-1,4]","#
                + #""code":"bad_input","status":400}"#
        )
    }

    @Test("leaves out an id that is not known", arguments: ErrorCode.allCases)
    func noID(code: ErrorCode) {
        var bytes: [UInt8] = []
        ErrorResponse(error: InferError(code, "\"x\"")).encode(into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"error":"\"x\"","code":"\#(code.rawValue)","status":\#(code.status)}"#
        )
    }
}
