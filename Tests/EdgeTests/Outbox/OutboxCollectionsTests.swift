import Testing

@testable import Edge

@Suite("Lines and removals of the outbox")
struct OutboxCollectionsTests {
    @Test("[outbox-4] a line gives out what it was given in order, however it is mixed")
    func fifo() {
        var line = Fifo<Int>()
        var expected: [Int] = []
        var taken: [Int] = []
        var generator = SystemRandomNumberGenerator()
        var next = 0
        for _ in 0..<20_000 {
            switch UInt8.random(in: 0..<10, using: &generator) {
            case 0..<5:
                line.append(next)
                expected.append(next)
                next += 1
            case 5..<9:
                let element = line.popFirst()
                #expect(element == expected.first)
                if let element {
                    taken.append(element)
                    expected.removeFirst()
                }
            default:
                // What was taken last comes back.
                let back = Array(taken.suffix(3))
                taken.removeLast(back.count)
                line.prepend(back)
                expected = back + expected
            }
            #expect(line.count == expected.count)
            #expect(line.first == expected.first)
        }
    }

    @Test("[outbox-6] removals of neighbours are one range, and what is put back comes first")
    func removals() {
        var removals = Removals()
        for sequence: Int64 in [1, 2, 3, 7, 8, 5] { removals.insert(sequence) }
        #expect(removals.count == 6)
        let taken = removals.take()
        #expect(taken == [1...3, 7...8, 5...5])
        #expect(removals.count == 0)
        removals.insert(9)
        removals.putBack(taken)
        #expect(removals.ranges == [1...3, 7...8, 5...5, 9...9])
        #expect(removals.count == 7)
        #expect(removals.contains(8) && !removals.contains(6))
    }
}
