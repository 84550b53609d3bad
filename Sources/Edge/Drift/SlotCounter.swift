/// Counts what was seen of each key, by its slot in the table of keys.
struct SlotCounter: Sendable {
    private var counts: [UInt32] = []

    /// Counts one more; returns how many there were before.
    mutating func count(_ slot: Int) -> Int {
        if slot >= counts.count {
            counts.append(contentsOf: repeatElement(0, count: slot + 1 - counts.count))
        }
        defer { counts[slot] &+= 1 }
        return Int(counts[slot])
    }
}
