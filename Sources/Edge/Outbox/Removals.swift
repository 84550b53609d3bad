/// Sequences of letters that are to be removed from the disk, as ranges: letters arrive in order, so there are few.
struct Removals {
    private(set) var ranges: [ClosedRange<Int64>] = []
    /// How many sequences there are.
    private(set) var count = 0

    /// Adds a sequence that is not in yet.
    mutating func insert(_ sequence: Int64) {
        count += 1
        if let last = ranges.last, last.upperBound + 1 == sequence {
            ranges[ranges.count - 1] = last.lowerBound...sequence
        } else {
            ranges.append(sequence...sequence)
        }
    }

    /// Takes all of them.
    mutating func take() -> [ClosedRange<Int64>] {
        defer { self = Removals() }
        return ranges
    }

    /// Puts back what was taken, before what has come since.
    mutating func putBack(_ taken: [ClosedRange<Int64>]) {
        ranges = taken + ranges
        count += taken.reduce(0) { $0 + $1.count }
    }

    func contains(_ sequence: Int64) -> Bool { ranges.contains { $0.contains(sequence) } }
}
