/// A set of the numbers that MQTT gives to packets, 1 to 65,535: one bit each, so that nothing is hashed or allocated.
struct PacketNumbers {
    private var words = [UInt64](repeating: 0, count: 1024)
    /// How many there are.
    private(set) var count = 0

    /// Adds a number.
    mutating func insert(_ number: Int32) {
        let (word, bit) = place(of: number)
        guard words[word] & bit == 0 else { return }
        words[word] |= bit
        count += 1
    }

    /// Takes a number out; false when it was not in.
    mutating func remove(_ number: Int32) -> Bool {
        let (word, bit) = place(of: number)
        guard words[word] & bit != 0 else { return false }
        words[word] &= ~bit
        count -= 1
        return true
    }

    private func place(of number: Int32) -> (word: Int, bit: UInt64) {
        let number = Int(UInt16(truncatingIfNeeded: number))
        return (number >> 6, 1 << UInt64(number & 63))
    }
}
