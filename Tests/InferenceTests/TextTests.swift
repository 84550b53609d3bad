import Inference
import Tensors
import Testing

@Suite struct TextTests {
    @Test(
        "texts go in and come out, whatever their lengths: [inference-15]",
        arguments: [
            [], [""], ["viola"], ["", "", ""], ["a", "", "bc", "ä€😀", String(repeating: "long ", count: 2000)],
            (0..<300).map { String(repeating: "x", count: $0 % 7) + "\($0)" },
        ] as [[String]]
    )
    func joined(texts: [String]) throws {
        let session = try Fixture.session("texts.onnx")
        let inputs = [
            Tensor.texts("a", [texts.count], texts), Tensor.texts("b", [texts.count], texts.map { _ in "→b" }),
        ]
        let expected = Tensor.texts("y", [texts.count], texts.map { $0 + "→b" })
        var results = [Tensor.texts("y", [2], ["what", "stood before"])]
        try session.run(inputs, outputs: [], into: &results)
        #expect(results == [expected])
    }

    @Test("what is no UTF-8 goes through as it is: [inference-15]")
    func bytes() throws {
        let session = try Fixture.session("texts.onnx")
        let shape = try #require(Shape([1]))
        let odd = try #require(Tensor(name: "a", shape: shape, texts: [[0xFF, 0xC3, 1]]))
        let answers = try session.run([odd, .texts("b", [1], ["!"])])
        #expect(answers.first?.texts == [[0xFF, 0xC3, 1, 0x21]])
    }

    @Test("a text with a NUL byte is refused in words, not cut off: [inference-15]")
    func nul() throws {
        let session = try Fixture.session("texts.onnx")
        let inputs = [Tensor.texts("a", [3], ["fine", "cut\0off", "fine"]), Tensor.texts("b", [3], ["", "", ""])]
        let error = #expect(throws: InferenceError.self) { try session.run(inputs) }
        #expect(error?.code == .runFailed)
        let said =
            "input 'a' was not taken (text 1 holds a NUL byte (\\u0000), which ONNX Runtime does not take; leave it out)"
        #expect(error?.description == said)
        #expect(try session.run([.texts("a", [1], ["x"]), .texts("b", [1], ["y"])]) == [.texts("y", [1], ["xy"])])
    }
}
