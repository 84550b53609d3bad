import OpenInference
import Testing

@Suite struct RequestEnvelopeTests {
    @Test(
        "reads what stands before the first syntax error",
        arguments: [
            (#"{"id":"42","reply_to":"a/b","inputs":[NaN]}"#, RequestEnvelope(id: "42", replyTo: "a/b")),
            (#"{"id":"42","inputs":[{"name":5}],"reply_to":"a/b"}"#, RequestEnvelope(id: "42", replyTo: "a/b")),
            (#"{"inputs":[1,2"#, RequestEnvelope()),
            (#"{"id":"42"#, RequestEnvelope()),
            (#"{"id":"42""#, RequestEnvelope(id: "42")),
            (#"{"id":7,"reply_to":"a"}"#, RequestEnvelope(replyTo: "a")),
            (#"{"id":"first","id":"second"}"#, RequestEnvelope(id: "first")),
            (#"{"x":{"id":"inner"},"id":"\u00e9"}"#, RequestEnvelope(id: "é")),
            (#"["id"]"#, RequestEnvelope()),
            ("", RequestEnvelope()),
        ]
    )
    func envelopes(body: String, expected: RequestEnvelope) {
        #expect(envelope(Array(body.utf8)) == expected)
    }

    @Test("leaves out what is too long")
    func tooLong() {
        let text = String(repeating: "x", count: 1025)
        #expect(envelope(Array(#"{"id":"\#(text)","reply_to":"a"}"#.utf8)) == RequestEnvelope(replyTo: "a"))
    }

    @Test("reads the start of a body that is over the limit, and no more")
    func tooLarge() {
        let body = #"{"id":"42","x":"\#(String(repeating: "x", count: 1000))","reply_to":"a"}"#
        #expect(envelope(Array(body.utf8), limits: RequestLimits(bytes: 100)) == RequestEnvelope(id: "42"))
    }
}
