import OpenInference
import Testing

@Suite struct RequestDecoderGrammarTests {
    /// A value that stands where the protocol ignores it, so that nothing but its grammar can be refused.
    private func ignored(_ value: [UInt8]) -> InferError? {
        refusal(
            Array(#"{"x":"#.utf8) + value
                + Array(#","inputs":[{"name":"X","shape":[0],"datatype":"FP32","data":[]}]}"#.utf8)
        )
    }

    @Test(
        "accepts every value of RFC 8259",
        arguments: [
            "null", "true", "false", "0", "-0", "1e5", "1E+5", "1.25e-5", "0.0", "1e400", #""""#,
            #""\u0000\ud800\udc00""#,
            "[]", "{}", "[[],{}]", #"{"a":{"b":[1,{"c":null}]}}"#, " \t\r\n[ 1 , 2 ] ", #"{"a":1,"a":2}"#,
            "\"\u{7F}\u{10FFFF}\"",
        ]
    )
    func valid(value: String) {
        #expect(ignored(Array(value.utf8)) == nil)
    }

    @Test(
        "[oip-1] refuses what RFC 8259 does not have",
        arguments: [
            "", "nul", "nulL", "True", "tru", "+1", "01", "-01", "00", ".5", "1.", "1.e5", "1e", "1e+", "-", "--1",
            "0x10",
            "1_000", "[1,]", "[,1]", "[1 2]", "[1", "]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}",
            "{\"a\" 1}", "{1:2}", "[}", "{]", "{\"a\":[1}", "'a'", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
            "\"\t\"", "\"\n\"", "\"\u{0}\"", "\"\u{1F}\"", "/* */1", "1 // x", "NaN", "Infinity", "-Infinity", "nan",
            "\u{B}1",
            "\u{A0}1", "1\u{0}",
        ]
    )
    func invalid(value: String) {
        #expect(ignored(Array(value.utf8))?.code == .badJSON)
    }

    @Test(
        "refuses half of a surrogate pair",
        arguments: [#""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\ud800""#, #""\udc00\ud800""#]
    )
    func surrogates(value: String) {
        let error = ignored(Array(value.utf8))
        #expect(error?.code == .badJSON)
        #expect(error?.message.contains("surrogate") == true)
    }

    @Test(
        "refuses a string that is not UTF-8",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xC3],
            [0xE2, 0x82],
            [0xF0, 0x9F, 0x98], [0xC3, 0x28], [0xE2, 0x28, 0xA1],
        ] as [[UInt8]]
    )
    func notUTF8(bytes: [UInt8]) {
        let error = ignored([0x22] + bytes + [0x22])
        #expect(error?.code == .badJSON)
        #expect(error?.message.contains("UTF-8 at byte 6") == true)
    }

    @Test(
        "accepts the first and last character of each length in UTF-8",
        arguments: ["\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"]
    )
    func utf8(text: String) {
        #expect(ignored(Array("\"\(text)\"".utf8)) == nil)
    }

    @Test(
        "[oip-1] says where and what",
        arguments: [
            ("", "the body is empty"),
            ("{", "the body ends at byte 1 where a key in double quotes or '}' was expected"),
            (#"{"id":"1""#, "the body ends at byte 9 where ',' or '}' was expected"),
            (#"{"id":"1"#, "the body ends inside the string that starts at byte 6"),
            (#"{"id";"1"}"#, "found ';' at byte 5 where ':' after a key was expected"),
            (#"{"x":1}x"#, "found 'x' at byte 7"),
            (#"{"x":NaN}"#, "'NaN' at byte 5 is not JSON, which has no such number; send a finite number"),
            (#"{"x":[1,-Infinity]}"#, "'-Infinity' at byte 8 is not JSON"),
            (#"{"x":1.}"#, "found '}' at byte 7 where a digit after the decimal point was expected"),
            (#"{"x":012}"#, "at byte 6"),
            (#"{"x":-}"#, "found '}' at byte 6 where a digit was expected"),
            ("\u{FEFF}{}", "byte order mark"),
            ("{\"x\":\"\u{1}\"}", "control character 1 at byte 6"),
        ]
    )
    func messages(body: String, message: String) {
        let error = refusal(body)
        #expect(error?.code == .badJSON)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
    }

    @Test("refuses anything after the value", arguments: ["x", "{}", ",", "\u{0}", "]", "1"])
    func trailing(rest: String) {
        #expect(refusal(request("[1]", shape: "[1]") + " \n" + rest)?.code == .badJSON)
        #expect(refusal(request("[1]", shape: "[1]") + " \n\t\r") == nil)
    }

    @Test("refuses a body cut off anywhere")
    func truncated() {
        let body =
            Array(
                #"{"id":"é\n","inputs":[{"data":[1,-2.5e1,[3]],"name":"X","shape":[3],"datatype":"FP32","u":[{"a":tru"#
                    .utf8
            ) + Array(#"e}]}],"outputs":[{"name":"Y"}]}"#.utf8)
        #expect(refusal(body) == nil)
        for length in 0..<body.count {
            #expect(refusal(Array(body[..<length]))?.code == .badJSON, "cut off at \(length)")
        }
    }

    @Test("finds a control character, an escape and the end at any place of a string", arguments: 0...24)
    func placesInStrings(place: Int) throws {
        let before = String(repeating: "a", count: place)
        let rest = #""inputs":[{"name":"X","shape":[0],"datatype":"FP32","data":[]}]}"#
        #expect(try decode(#"{"id":"\#(before)","k\#(before)":1,\#(rest)"#).name == before)
        #expect(try decode(#"{"id":"\#(before)\"é\\z","\#(before)é":1,\#(rest)"#).name == before + #""é\z"#)
        for (text, offset) in [(#"{"id":"\#(before)\#u{1F}","#, 7), (#"{"\#(before)\#u{1F}":1,"#, 2)] {
            let error = refusal(text + rest)
            #expect(error?.code == .badJSON)
            #expect(error?.message.contains("control character 31 at byte \(offset + place) ") == true)
        }
    }

    @Test("[oip-3] refuses deep nesting without following it", arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func deep(opening: String) {
        for start in ["", #"{"x":"#, #"{"inputs":[{"data":"#] {
            let error = refusal(start + String(repeating: opening, count: 20_000), limits: RequestLimits(depth: .max))
            #expect(error?.code == .badJSON)
            #expect(error?.message.contains("deeper than 128") == true)
        }
    }
}
