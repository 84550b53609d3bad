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

    @Test("gives back numbers of every type, and as no other type")
    func everyType() throws {
        try check([false, true], .bool, [0, 1])
        try check([UInt8(0), .max], .uint8, [0, 0xFF])
        try check([Int8.min, -1], .int8, [0x80, 0xFF])
        try check([UInt16(0x0102), .max], .uint16, [2, 1, 0xFF, 0xFF])
        try check([Int16.min, 1], .int16, [0, 0x80, 1, 0])
        try check([UInt32(0x0102_0304), .max], .uint32, [4, 3, 2, 1, 0xFF, 0xFF, 0xFF, 0xFF])
        try check([Int32.min, 1], .int32, [0, 0, 0, 0x80, 1, 0, 0, 0])
        try check([UInt64.max, 1], .uint64, [UInt8](repeating: 0xFF, count: 8) + [1, 0, 0, 0, 0, 0, 0, 0])
        try check([Int64.min, 1], .int64, [0, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0])
        try check([Float16(1), -2], .fp16, [0, 0x3C, 0, 0xC0])
        try check([BFloat16(Float(1)), BFloat16(Float(-2))], .bf16, [0x80, 0x3F, 0, 0xC0])
        try check([Float(1), -2], .fp32, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        try check([Double(1), -2], .fp64, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0])
    }

    private func check<Element: TensorElement & Equatable>(
        _ values: [Element],
        _ datatype: Datatype,
        _ bytes: [UInt8]
    ) throws {
        let shape = try #require(Shape([values.count]))
        let tensor = try #require(Tensor(name: "x", shape: shape, values))
        #expect(tensor.datatype == datatype && Element.datatype == datatype)
        #expect(tensor.bytes == bytes)
        #expect(tensor.values() == values)
        #expect(datatype.byteWidth == MemoryLayout<Element>.size)
        #expect(Tensor(name: "x", datatype: datatype, shape: shape, bytes: bytes) == tensor)
        #expect(Tensor(name: "x", datatype: datatype, shape: shape, bytes: bytes.dropLast()) == nil)
        #expect(Tensor(name: "x", datatype: datatype, shape: shape, bytes: bytes + bytes) == nil)
        #expect(tensor.texts == nil)
        if datatype == .uint8 {
            #expect(tensor.values(as: Int8.self) == nil)
        } else {
            #expect(tensor.values(as: UInt8.self) == nil)
        }
    }

    @Test("takes no bytes for BOOL but 0 and 1", arguments: [[2], [0xFF], [1, 0, 3]] as [[UInt8]])
    func booleans(bytes: [UInt8]) throws {
        let shape = try #require(Shape([bytes.count]))
        #expect(Tensor(name: "x", datatype: .bool, shape: shape, bytes: bytes) == nil)
        #expect(Tensor(name: "x", datatype: .uint8, shape: shape, bytes: bytes) != nil)
    }

    @Test("has one element as a scalar, and none with a dimension of 0", arguments: Datatype.allCases)
    func edges(datatype: Datatype) throws {
        let one = [UInt8](repeating: 0, count: datatype.byteWidth ?? 4)
        #expect(Tensor(name: "x", datatype: datatype, shape: .scalar, bytes: one) != nil)
        #expect(Tensor(name: "x", datatype: datatype, shape: .scalar, bytes: []) == nil)
        let empty = try #require(Shape([3, 0]))
        #expect(Tensor(name: "x", datatype: datatype, shape: empty, bytes: []) != nil)
        #expect(Tensor(name: "x", datatype: datatype, shape: empty, bytes: one) == nil)
    }

    @Test("gives up its memory, and is a tensor of none then")
    func memory() throws {
        let shape = try #require(Shape([64]))
        var tensor = try #require(Tensor(name: "x", shape: shape, [Double](repeating: 1, count: 64)))
        let memory = tensor.takeMemory()
        #expect(memory.isEmpty && memory.capacity >= 512)
        #expect(tensor.shape.count == 0 && tensor.bytes.isEmpty)
        #expect(tensor.values() == [Double]())
    }

    @Test("names datatypes as the protocol does")
    func names() {
        let names = Datatype.allCases.map(\.rawValue)
        #expect(
            names == [
                "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "BF16",
                "FP32", "FP64", "BYTES",
            ]
        )
        #expect(Datatype(rawValue: "fp32") == nil)
        #expect(Datatype.bytes.byteWidth == nil)
    }
}
