/// MT19937 as CPython seeds it (Matsumoto and Nishimura, 1998).
struct MersenneTwister: Sendable, Codable {
    private static let length = 624
    private static let middle = 397

    private var words: [UInt32]
    private var index: Int

    /// Begins as `random.Random(seed)` does.
    init(seed: Int) {
        words = [UInt32](repeating: 0, count: Self.length)
        index = Self.length
        begin(seed: seed)
    }

    /// Begins anew, as `random.Random(seed)` does.
    mutating func begin(seed: Int) {
        index = Self.length
        words[0] = 19_650_218
        for place in 1..<Self.length {
            words[place] = 1_812_433_253 &* (words[place - 1] ^ (words[place - 1] >> 30)) &+ UInt32(place)
        }
        mix(low: UInt32(truncatingIfNeeded: seed.magnitude), high: UInt32(truncatingIfNeeded: seed.magnitude >> 32))
    }

    /// The key has two parts when the seed takes more than 32 bits.
    private mutating func mix(low: UInt32, high: UInt32) {
        var place = 1
        for step in 0..<Self.length {
            let isSecond = high != 0 && step % 2 == 1
            words[place] = (words[place] ^ (scrambled(place) &* 1_664_525)) &+ (isSecond ? high &+ 1 : low)
            advance(&place)
        }
        for _ in 1..<Self.length {
            words[place] = (words[place] ^ (scrambled(place) &* 1_566_083_941)) &- UInt32(place)
            advance(&place)
        }
        words[0] = 0x8000_0000
    }

    private func scrambled(_ place: Int) -> UInt32 { words[place - 1] ^ (words[place - 1] >> 30) }

    private mutating func advance(_ place: inout Int) {
        place += 1
        guard place == Self.length else { return }
        words[0] = words[Self.length - 1]
        place = 1
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if index == Self.length { twist() }
        var bits = words[index]
        index += 1
        bits ^= bits >> 11
        bits ^= (bits << 7) & 0x9D2C_5680
        bits ^= (bits << 15) & 0xEFC6_0000
        return bits ^ (bits >> 18)
    }

    private mutating func twist() {
        for place in 0..<Self.length {
            let after = place + 1 == Self.length ? 0 : place + 1
            let far = place + Self.middle
            let bits = (words[place] & 0x8000_0000) | (words[after] & 0x7FFF_FFFF)
            words[place] =
                words[far < Self.length ? far : far - Self.length] ^ (bits >> 1) ^ (bits & 1 == 1 ? 0x9908_B0DF : 0)
        }
        index = 0
    }

    /// Whether it has the words it needs and stands at one of them, and will not give 0 for ever: of the first word only
    /// the highest bit goes on.
    var isPlausible: Bool {
        guard words.count == Self.length, (0...Self.length).contains(index) else { return false }
        return words[0] >> 31 == 1 || words.dropFirst().contains { $0 != 0 }
    }
}
