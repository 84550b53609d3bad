import Testing

@testable import MQTT

@Suite("A set of packet numbers")
struct PacketNumbersTests {
    private static let samples: [Int32] = [1, 2, 63, 64, 65, 1023, 32_768, 65_534, 65_535]

    @Test("has what was put in, once, until it is taken out")
    func members() {
        var numbers = PacketNumbers()
        for number in Self.samples + Self.samples { numbers.insert(number) }
        #expect(numbers.count == Self.samples.count)
        for number in Self.samples {
            let answers = [numbers.remove(number), numbers.remove(number)]
            #expect(answers == [true, false])
        }
        #expect(numbers.count == 0)
    }

    @Test("takes every number of MQTT and mixes up none")
    func all() {
        var numbers = PacketNumbers()
        for number in Int32(1)...65_535 where number % 3 == 0 { numbers.insert(number) }
        #expect(numbers.count == 21_845)
        let taken = (Int32(1)...65_535).filter { numbers.remove($0) }
        #expect(taken == (Int32(1)...65_535).filter { $0 % 3 == 0 })
    }
}
