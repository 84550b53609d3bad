import Tensors
import Testing

@Suite struct ShapeTests {
    @Test(
        "multiplies its dimensions",
        arguments: [([], 1), ([0], 0), ([3], 3), ([2, 3, 4], 24), ([4, 0, 2], 0), ([.max], .max)] as [([Int], Int)]
    )
    func count(dimensions: [Int], count: Int) throws {
        let shape = try #require(Shape(dimensions))
        #expect(shape.count == count)
        #expect(shape.dimensions == dimensions)
        #expect(shape.rank == dimensions.count)
    }

    @Test(
        "refuses what cannot be counted",
        arguments: [[-1], [2, -3], [.max, 2], [1 << 62, 4], [1 << 32, 1 << 32], [.min]] as [[Int]]
    )
    func refuses(dimensions: [Int]) {
        #expect(Shape(dimensions) == nil)
    }

    @Test("is written as in JSON")
    func description() {
        #expect(Shape([1, 4])?.description == "[1,4]")
        #expect(Shape([])?.description == "[]")
    }
}
