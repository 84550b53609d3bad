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

/// Shapes of more dimensions than stand in the value itself, and of other rows.
@Suite struct ShapeRowsTests {
    @Test("keeps every dimension, however many", arguments: 0...9)
    func ranks(rank: Int) throws {
        let dimensions = (0..<rank).map { $0 % 3 + 1 }
        let shape = try #require(Shape(dimensions))
        #expect(shape.dimensions == dimensions)
        #expect(shape.count == dimensions.reduce(1, *))
        #expect(shape.indices.map { shape[$0] } == dimensions)
    }

    @Test("stays as it was when a dimension is refused")
    func refusedDimension() throws {
        var shape = try #require(Shape([1, 2, 3, 4, 5]))
        let before = shape
        let isNegativeTaken = shape.append(-1)
        let isHugeTaken = shape.append(.max)
        #expect(!isNegativeTaken && !isHugeTaken)
        #expect(shape == before)
        let isNextTaken = shape.append(6)
        #expect(isNextTaken && shape.dimensions == [1, 2, 3, 4, 5, 6])
    }

    @Test(
        "changes the number of rows alone",
        arguments: [
            ([3], 5, [5]), ([3, 4], 0, [0, 4]), ([0, 4], 2, [2, 4]), ([1, 2, 3, 4, 5, 6], 7, [7, 2, 3, 4, 5, 6]),
            ([2, 0], 9, [9, 0]),
        ] as [([Int], Int, [Int])]
    )
    func rows(dimensions: [Int], rows: Int, expected: [Int]) throws {
        let shape = try #require(Shape(dimensions))
        let made = try #require(shape.with(rows: rows))
        #expect(made == Shape(expected))
        #expect(shape.matchesRows(of: made) && made.matchesRows(of: shape))
        #expect(shape.rows == dimensions[0])
    }

    @Test("has no rows to change in a scalar, to less than none, or to more than can be counted")
    func noRows() throws {
        #expect(Shape.scalar.rows == nil)
        #expect(Shape.scalar.with(rows: 1) == nil)
        let shape = try #require(Shape([1, 4]))
        #expect(shape.with(rows: -1) == nil)
        #expect(shape.with(rows: .max) == nil)
    }

    @Test(
        "tells shapes apart that differ in more than the rows",
        arguments: [
            ([], []), ([1], [1, 1]), ([1, 2], [1, 3]), ([1, 2, 3], [1, 2, 4]), ([1, 2, 3, 4], [1, 2, 3, 5]),
            ([1, 2, 3, 4, 5], [1, 2, 3, 4, 6]), ([1, 1, 1, 1, 1, 2], [1, 1, 1, 1, 1, 3]),
        ] as [([Int], [Int])]
    )
    func others(left: [Int], right: [Int]) throws {
        let left = try #require(Shape(left))
        let right = try #require(Shape(right))
        #expect(!left.matchesRows(of: right))
    }
}
