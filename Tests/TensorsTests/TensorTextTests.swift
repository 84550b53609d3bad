import Tensors
import Testing

/// Elements of BYTES.
@Suite struct TensorTextTests {
    private static let texts: [[UInt8]] = [[], [0xFF, 0], Array("é".utf8), [UInt8](repeating: 7, count: 300)]

    @Test("writes each element behind its length, and walks them again")
    func walk() throws {
        let shape = try #require(Shape([2, 2]))
        let tensor = try #require(Tensor(name: "x", shape: shape, texts: Self.texts))
        #expect(tensor.bytes.starts(with: [0, 0, 0, 0, 2, 0, 0, 0, 0xFF, 0, 2, 0, 0, 0, 0xC3, 0xA9, 0x2C, 1, 0, 0, 7]))
        #expect(tensor.texts == Self.texts)
        #expect(Tensor(name: "x", datatype: .bytes, shape: shape, bytes: tensor.bytes) == tensor)
        #expect(Tensor(name: "x", shape: shape, texts: []) == nil)
    }

    @Test(
        "refuses lengths that run past the end, and bytes that are left",
        arguments: [
            [1], [1, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0, 7], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F, 1],
            [1, 0, 0, 0, 7, 0], [1, 0, 0, 0, 7, 0, 0, 0, 0], [],
        ] as [[UInt8]]
    )
    func lies(bytes: [UInt8]) {
        #expect(Tensor(name: "x", datatype: .bytes, shape: .scalar, bytes: bytes) == nil)
    }

    @Test("finds no element before the start, behind the end, or cut off")
    func elements() {
        let bytes: [UInt8] = [1, 0, 0, 0, 7, 9]
        #expect(bytes.element(at: 0) == 4..<5)
        for offset in [-1, 1, 3, 5, 6, 7, .max] { #expect(bytes.element(at: offset) == nil) }
    }
}

@Suite struct TensorFiniteTests {
    @Test("finds the first NaN or infinity of every type that has them")
    func first() throws {
        try check([Float16(1), .greatestFiniteMagnitude, -.infinity, .nan])
        try check([BFloat16(Float(1)), BFloat16(bitPattern: 0x7F7F), BFloat16(bitPattern: 0xFF80), BFloat16(Float.nan)])
        try check([Float(1), -.greatestFiniteMagnitude, .infinity, .nan])
        try check([Double(1), .leastNonzeroMagnitude, .nan, .infinity])
    }

    private func check<Element: TensorElement>(_ values: [Element]) throws {
        let shape = try #require(Shape([4]))
        let tensor = try #require(Tensor(name: "x", shape: shape, values))
        #expect(tensor.firstNonFinite() == 2)
        #expect(tensor.firstNonFinite(in: 0..<2) == nil)
        #expect(tensor.firstNonFinite(in: 3..<4) == 3)
    }

    @Test("finds none among numbers without a fraction, whatever their bits")
    func whole() throws {
        let shape = try #require(Shape([1]))
        let tensor = try #require(Tensor(name: "x", shape: shape, [Int64(bitPattern: 0x7FF0_0000_0000_0000)]))
        #expect(tensor.firstNonFinite() == nil)
    }

    @Test("finds the places of rows, for BYTES as well")
    func rows() throws {
        let shape = try #require(Shape([3, 2]))
        let texts = try #require(Tensor(name: "x", shape: shape, texts: [[], [1], [2, 2], [], [3], [4]]))
        #expect(texts.elements(ofRows: 1..<2) == 2..<4)
        #expect(texts.bytes(ofRows: 1..<2) == 9..<19)
        #expect(texts.bytes(ofRows: 3..<3) == 29..<29)
        #expect(texts.bytes(ofRows: nil) == 0..<29)
        let numbers = try #require(Tensor(name: "x", shape: shape, [Int16](repeating: 0, count: 6)))
        #expect(numbers.bytes(ofRows: 1..<3) == 4..<12)
    }
}
