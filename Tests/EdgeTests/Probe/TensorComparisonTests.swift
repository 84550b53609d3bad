import Models
import Tensors
import Testing

@testable import Edge

@Suite("Golden tensors")
struct TensorComparisonTests {
    @Test(
        "[probe-11] are near enough within both tolerances together",
        arguments: [
            (1.0, 1.0, 0.0, 0.0, true), (1.1, 1.0, 0.1000001, 0, true), (1.1, 1.0, 0.05, 0, false),
            (110, 100, 0, 0.1, true), (111, 100, 0, 0.1, false), (111, 100, 1, 0.1, true), (-110, -100, 0, 0.1, true),
            (0.0, -0.0, 0, 0, true), (.nan, .nan, 1e9, 1e9, false), (.nan, 1, 1e9, 1e9, false),
            (1, .nan, 1e9, 1e9, false),
            (.infinity, .infinity, 0, 0, true), (-.infinity, .infinity, 1e9, 1e9, false),
            (1, .infinity, 1e9, 1e9, false), (.infinity, 1, 1e9, 1e9, false),
        ]
    )
    func tolerances(found: Double, expected: Double, atol: Double, rtol: Double, isNear: Bool) throws {
        let comparison = TensorComparison(atol: atol, rtol: rtol)
        #expect(comparison.isNear(found, expected) == isNear)
        let shape = try #require(Shape([1]))
        let first = try #require(Tensor(name: "y", shape: shape, [found]))
        let second = try #require(Tensor(name: "y", shape: shape, [expected]))
        #expect((comparison.firstDifference(first, second) == nil) == isNear)
    }

    @Test("[probe-11] that are whole or true or texts must be the same, and the first other is named")
    func exact() throws {
        let shape = try #require(Shape([2, 2, 2]))
        let comparison = TensorComparison(atol: 100, rtol: 100)
        let ones = try #require(Tensor(name: "y", shape: shape, [Int64](repeating: 1, count: 8)))
        let others = try #require(Tensor(name: "y", shape: shape, [Int64](repeating: 1, count: 5) + [2, 1, 3]))
        #expect(comparison.firstDifference(ones, ones) == nil)
        #expect(
            comparison.firstDifference(ones, others)
                == TensorComparison.Difference(place: "[1,0,1]", found: "1", expected: "2")
        )
        let pair = try #require(Shape([2]))
        let truths = try #require(Tensor(name: "y", shape: pair, [true, false]))
        let lies = try #require(Tensor(name: "y", shape: pair, [true, true]))
        #expect(comparison.firstDifference(truths, lies)?.place == "[1]")
        let words = try #require(Tensor(name: "y", shape: pair, texts: [[1], [2, 3]]))
        let more = try #require(Tensor(name: "y", shape: pair, texts: [[1], [2, 4]]))
        #expect(comparison.firstDifference(words, words) == nil)
        #expect(comparison.firstDifference(words, more)?.place == "[1]")
    }

    @Test("[probe-11] of every floating-point type are compared as numbers")
    func floats() throws {
        let shape = try #require(Shape([1]))
        let comparison = TensorComparison(atol: 0.5, rtol: 0)
        func check<Number: TensorElement>(_ found: Number, _ near: Number, _ far: Number) throws {
            let tensors = try [found, near, far].map { try #require(Tensor(name: "y", shape: shape, [$0])) }
            #expect(comparison.firstDifference(tensors[0], tensors[1]) == nil)
            #expect(comparison.firstDifference(tensors[0], tensors[2])?.place == "[0]")
        }
        try check(1 as Float16, 1.25, 2)
        try check(BFloat16(1 as Float), BFloat16(1.25 as Float), BFloat16(2 as Float))
        try check(1 as Float, 1.25, 2)
        try check(1.0, 1.25, 2)
    }

    @Test(
        "[probe-10] take their shape from the manifest, the model and the bytes",
        arguments: [
            (nil, [nil, 2], 16, [2, 2]), (nil, [2, 2], 16, [2, 2]), (nil, [nil], 0, [0]), (nil, [], 4, []),
            ([4, 1], [nil, nil], 16, [4, 1]), (nil, [nil, nil], 16, nil), (nil, [nil, 3], 16, nil),
            ([2, 2], [nil, 3], 16, nil), ([2, 2], [nil, 2], 12, nil), ([-1, 2], [nil, 2], 16, nil),
            (nil, [nil, 2], 15, nil),
            (nil, [nil, 0], 16, nil),
        ] as [([Int]?, [Int?], Int, [Int]?)]
    )
    func shapes(shape: [Int]?, port: [Int?], bytes: Int, expected: [Int]?) {
        let file = Manifest.TensorFile(file: "x.bin", shape: shape)
        let signature = TensorSignature(name: "x", datatype: .fp32, dimensions: port)
        let tensor = try? GoldenTensor.make([UInt8](repeating: 0, count: bytes), of: file, for: signature)
        #expect(tensor?.shape.dimensions == expected)
    }

    @Test("[probe-10] of outputs have the shape that was found, unless the manifest says another")
    func outputs() throws {
        let shape = try #require(Shape([2]))
        let found = try #require(Tensor(name: "y", shape: shape, [Float(1), 2]))
        let bytes = [UInt8](repeating: 0, count: 8)
        #expect(throws: Never.self) { try GoldenTensor.make(bytes, of: .init(file: "f"), like: found) }
        #expect(throws: Never.self) { try GoldenTensor.make(bytes, of: .init(file: "f", shape: [2]), like: found) }
        #expect(throws: UpdateError.self) {
            try GoldenTensor.make(bytes, of: .init(file: "f", shape: [1, 2]), like: found)
        }
        #expect(throws: UpdateError.self) { try GoldenTensor.make(bytes + [0], of: .init(file: "f"), like: found) }
    }
}
