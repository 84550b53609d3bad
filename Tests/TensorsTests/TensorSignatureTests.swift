import Tensors
import Testing

@Suite struct TensorSignatureTests {
    let signature = TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 4])

    @Test("accepts any size where it has none", arguments: [[1, 4], [7, 4], [0, 4]])
    func accepts(dimensions: [Int]) throws {
        let shape = try #require(Shape(dimensions))
        #expect(signature.accepts(shape))
    }

    @Test("refuses another rank or size", arguments: [[4], [1, 5], [1, 4, 1], []])
    func refuses(dimensions: [Int]) throws {
        let shape = try #require(Shape(dimensions))
        #expect(!signature.accepts(shape))
    }

    @Test("writes a free size as -1")
    func wireShape() {
        #expect(signature.wireShape == [-1, 4])
    }
}
