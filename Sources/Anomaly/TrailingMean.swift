/// The mean of the latest values; of those there are while there are fewer.
public struct TrailingMean: Sendable {
    /// How many values the mean is of, at most: 1 or more.
    public let count: Int
    var values: [Double] = []
    var next = 0

    /// Makes an empty one; a `count` below 1 counts as 1.
    public init(count: Int) { self.count = max(1, count) }

    /// Takes a finite value and returns the mean of the latest ones, this one included.
    ///
    /// O(count): nothing that was rounded away stays behind.
    public mutating func add(_ value: Double) -> Double {
        if values.count < count {
            values.append(value)
        } else {
            values[next] = value
            next = next + 1 == count ? 0 : next + 1
        }
        return values.reduce(0, +) / Double(values.count)
    }

    /// Multiplies all values.
    mutating func rescale(by factor: Double) {
        for index in values.indices { values[index] *= factor }
    }

    /// Forgets all values.
    public mutating func reset() {
        values.removeAll(keepingCapacity: true)
        next = 0
    }
}
