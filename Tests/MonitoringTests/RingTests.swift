import Testing

@testable import Monitoring

@Suite("Rings")
struct RingTests {
    @Test("keep the latest values, the oldest first", arguments: [0, 1, 3, 4, 9])
    func keepsTheLatest(_ count: Int) {
        var ring = Ring<Int>(limit: 4)
        for value in 0..<count { ring.append(value) }
        #expect(ring.elements == Array(max(0, count - 4)..<max(0, count)))
        #expect(ring.count == min(count, 4))
    }

    @Test("[metrics-10] events are bounded by number, and say how many are gone")
    func eventsAreBoundedByNumber() {
        var ring = EventRing(limit: 3)
        for number in 1...5 { ring.append([UInt8(number)]) }
        let all = ring.events(after: 0)
        #expect(all.events.map(\.number) == [3, 4, 5])
        #expect(all.lost == 2)
        #expect(ring.events(after: 4).events.map(\.document) == [[5]])
        #expect(ring.events(after: 4).lost == 0)
        #expect(ring.events(after: 5).events.isEmpty)
        #expect(ring.latest == 5)
    }

    @Test("[metrics-10] events are bounded by bytes; one that is too large is counted and left out")
    func eventsAreBoundedByBytes() {
        var ring = EventRing(limit: 100, byteLimit: 10, eventLimit: 6)
        ring.append([UInt8](repeating: 1, count: 4))
        ring.append([UInt8](repeating: 2, count: 4))
        ring.append([UInt8](repeating: 3, count: 4))
        #expect(ring.events(after: 0).events.map(\.number) == [2, 3])
        #expect(ring.append([UInt8](repeating: 4, count: 7)) == nil)
        #expect(ring.refused == 1)
        #expect(ring.latest == 3)
    }
}
