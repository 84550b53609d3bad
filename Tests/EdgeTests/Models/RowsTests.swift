import Tensors
import Testing

@testable import Edge

@Suite("Rows")
struct RowsTests {
    @Test("joins requests row by row, in memory that is there, and takes them apart again")
    func join() throws {
        let first = [floats("x", [2, 3], [1, 2, 3, 4, 5, 6]), integers("i", [2], [7, 8])]
        let second = [floats("x", [1, 3], [9, 10, 11]), integers("i", [1], [12])]
        var joined: [Tensor] = []
        #expect(Rows.join(2, into: &joined) { [first, second][$0] })
        #expect(joined[0] == floats("x", [3, 3], [1, 2, 3, 4, 5, 6, 9, 10, 11]))
        #expect(joined[1] == integers("i", [3], [7, 8, 12]))
        #expect(Rows.split(joined, rows: 3)?[2] == second)
        #expect(Rows.split(joined, rows: 2) == nil)
        #expect(Rows.join(2, into: &joined) { [floats("z", [1], [Float($0)])] })
        #expect(joined == [floats("z", [2], [0, 1])])
    }

    @Test("takes texts apart where they end")
    func texts() throws {
        let shape = try #require(Shape([3]))
        let names = try #require(Tensor(name: "t", shape: shape, texts: [[], Array("ab".utf8), Array("c".utf8)]))
        #expect(Rows.split([names], rows: 3)?.map { $0[0].texts } == [[[]], [Array("ab".utf8)], [Array("c".utf8)]])
    }

    @Test("counts rows only where all inputs agree")
    func counts() {
        #expect(Rows.count([floats("a", [2, 1], [1, 2]), floats("b", [2], [3, 4])]) == 2)
        #expect(Rows.count([floats("a", [2], [1, 2]), floats("b", [1], [3])]) == nil)
        #expect(Rows.count([floats("a", [], [1])]) == nil)
    }

    @Test("matches requests that differ in nothing but the number of rows")
    func matches() {
        let request = [floats("x", [1, 2], [1, 2])]
        #expect(Rows.match(request, [floats("x", [2, 2], [1, 2, 3, 4])]))
        #expect(!Rows.match(request, [floats("x", [1, 3], [1, 2, 3])]))
        #expect(!Rows.match(request, [integers("x", [1, 2], [1, 2])]))
        #expect(!Rows.match(request, [floats("z", [1, 2], [1, 2])]))
    }
}
