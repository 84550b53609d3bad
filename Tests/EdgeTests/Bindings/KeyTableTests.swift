import Testing

@testable import Edge

@Suite("KeyTable")
struct KeyTableTests {
    @Test("[bindings-11] does what a list in order of use does", arguments: [1, 2, 7, 50])
    func naive(limit: Int) {
        var table = KeyTable<Int>(limit: limit)
        var list: [(key: [UInt8], value: Int)] = []
        var random = SystemRandomNumberGenerator()
        for step in 0..<5000 {
            let key = [UInt8.random(in: 0..<30, using: &random)]
            let known = list.firstIndex { $0.key == key }
            let place = table.find(key)
            #expect((place != nil) == (known != nil))
            if let known, let place {
                #expect(table[place.slot] == list[known].value)
                table[place.slot] = step
                list.append((key, step))
                list.remove(at: known)
            } else {
                let (place, evicted) = table.insert(key, step)
                #expect(evicted == (list.count == limit ? list.removeFirst().value : nil))
                #expect(table.holds(place) && table[place.slot] == step)
                list.append((key, step))
            }
            #expect(table.count == list.count)
        }
        #expect(table.places.map { table[$0.slot] } == list.map(\.value))
    }

    @Test("[bindings-11] a place does not hold once its key has made room for another")
    func generations() {
        var table = KeyTable<Int>(limit: 1)
        let first = table.insert([1], 1).place
        let second = table.insert([2], 2).place
        #expect(!table.holds(first) && table.holds(second))
        let found = [table.find([1]), table.find([2])]
        #expect(found == [nil, second])
    }
}
