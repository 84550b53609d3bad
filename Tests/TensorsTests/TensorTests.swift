import Tensors
import Testing

@Suite struct TensorTests {
    @Test("holds as many elements as its shape says")
    func holds() throws {
        let shape = try #require(Shape([2, 2]))
        #expect(Tensor(name: "x", shape: shape, [Float](arrayLiteral: 1, 2, 3, 4))?.datatype == .fp32)
        #expect(Tensor(name: "x", shape: shape, [Int64](arrayLiteral: 1, 2, 3, 4))?.datatype == .int64)
        #expect(Tensor(name: "x", shape: shape, [Float](arrayLiteral: 1, 2, 3)) == nil)
        #expect(Tensor(name: "x", shape: shape, [Int64](arrayLiteral: 1, 2, 3, 4, 5)) == nil)
    }

    @Test("knows the width of its elements")
    func width() {
        #expect(Datatype.fp32.byteWidth == MemoryLayout<Float>.size)
        #expect(Datatype.int64.byteWidth == MemoryLayout<Int64>.size)
        #expect(Datatype(rawValue: "FP32") == .fp32)
        #expect(Datatype(rawValue: "INT64") == .int64)
        #expect(Datatype(rawValue: "fp32") == nil)
    }
}
