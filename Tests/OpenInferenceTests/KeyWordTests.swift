import Testing

@testable import OpenInference

@Suite struct KeyWordTests {
    private static let known: [(KeyWord, String)] = [
        (.binaryData, "binary_data"), (.binaryDataOutput, "binary_data_output"), (.binaryDataSize, "binary_data_size"),
        (.data, "data"), (.datatype, "datatype"), (.id, "id"), (.inputs, "inputs"), (.name, "name"),
        (.outputs, "outputs"), (.parameters, "parameters"), (.replyTo, "reply_to"), (.shape, "shape"),
        (.timeout, "timeout"),
    ]

    @Test("has for each key the integers that its text gives, with and without bytes behind it")
    func constants() {
        for (word, text) in Self.known {
            #expect(word == KeyWord(decoded: text.utf8), "\(text)")
            for rest in ["", "\":1", "\":123456789012345678901234567890"] {
                let bytes = Array((text + rest).utf8)
                let span = bytes.span
                #expect(word == KeyWord(unsafe span.bytes, 0..<text.utf8.count), "\(text)\(rest)")
            }
        }
    }

    @Test(
        "takes no other text for a key",
        arguments: ["", "i", "idd", "ID", "input", "names", "binary_data_output_and_more_yet", "id\u{0}", "\u{0}"]
    )
    func others(text: String) {
        let word = KeyWord(decoded: text.utf8)
        #expect(!Self.known.contains { $0.0 == word })
    }
}
