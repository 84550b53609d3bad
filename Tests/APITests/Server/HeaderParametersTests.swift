import Testing

@testable import API

@Suite struct HeaderParametersTests {
    @Test(
        "a parameter between quotes is what was quoted",
        arguments: ["a", "", "a b", "a;b=c", #"a"b"#, #"a\"#, "a,b", "é", "\u{301}a", "a\u{301}", "\r\n", "\u{301}"]
    )
    func quoted(text: String) {
        let quoted = String(
            String.UnicodeScalarView(text.unicodeScalars.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] })
        )
        let read = HeaderParameters("Form-Data ; name=\"\(quoted)\"; other=1")
        #expect(read.value == "form-data" && read["other"] == "1")
        #expect(read["name"].map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test("what is no parameter is passed over, and of two the first counts")
    func passedOver() {
        let read = HeaderParameters("a;b; c = d\t;C=e; =f; g=\"h")
        #expect(read.value == "a" && read["b"] == nil && read["c"] == "d" && read[""] == "f" && read["g"] == "\"h")
        #expect(HeaderParameters("").value.isEmpty)
    }
}
