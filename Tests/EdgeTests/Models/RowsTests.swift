import Tensors
import Testing

@testable import Edge

@Suite("Rows")
struct RowsTests {
    @Test("joins requests row by row, and takes the answers apart again")
    func roundTrip() throws {
        let first = [floats("x", [2, 3], [1, 2, 3, 4, 5, 6]), integers("i", [2], [7, 8])]
        let second = [floats("x", [1, 3], [9, 10, 11]), integers("i", [1], [12])]
        let joined = try #require(Rows.join([first, second]))
        #expect(joined[0] == floats("x", [3, 3], [1, 2, 3, 4, 5, 6, 9, 10, 11]))
        #expect(joined[1] == integers("i", [3], [7, 8, 12]))
        #expect(Rows.split(joined, rows: [2, 1]) == [first, second])
    }

    @Test("does not take apart what has another number of rows")
    func wrongRows() {
        #expect(Rows.split([floats("y", [2, 1], [1, 2])], rows: [1, 2]) == nil)
        #expect(Rows.split([floats("y", [], [1])], rows: [1]) == nil)
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
