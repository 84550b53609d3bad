/// Rows that go to the disk, and come from it, together.
///
/// Numbers are kept as Float32, which is what models are given. A row takes 16 bytes and 4 for each number.
public struct RowBlock: Sendable {
    /// What becomes of a row.
    public enum Outcome: Sendable, Hashable {
        /// It is in the block.
        case taken
        /// It came in too long before or after the block's first row (71 minutes): it needs another block.
        case elsewhere
        /// Its key has more than 4096 bytes, or it has not as many numbers as the form.
        case refused
    }

    /// The most bytes of a key.
    public static let mostKeyBytes = 4096
    private static let anomalous: UInt32 = 1 << 31

    /// What rows are made of.
    public let form: RowForm
    /// True when rows before these are missing, so that none of these follows upon one of them.
    public var beginsAnew = false
    /// The keys that rows have, each once.
    public internal(set) var keys: [[UInt8]] = []
    var numbers: [[UInt8]: UInt32] = [:]
    var keyBytes = 0
    /// When the first row came in, microseconds since 1970.
    var base: Int64 = 0
    /// The number of the key, and above it whether the row is anomalous.
    var heads: [UInt32] = []
    /// Microseconds after `base`.
    var arrivals: [UInt32] = []
    var times: [Int64] = []
    var values: [Float] = []

    /// Makes an empty block.
    public init(form: RowForm) { self.form = form }

    /// How many rows there are.
    public var count: Int { heads.count }
    /// The bytes that it will take on the disk.
    public var byteCount: Int { Self.headerBytes + keyBytes + count * form.rowBytes }

    /// Adds a row.
    ///
    /// O(1), and nothing is allocated once the arrays have grown.
    ///
    /// - Parameters:
    ///   - key: What tells the sender from others, as JSON.
    ///   - arrival: When it came in, microseconds since 1970.
    ///   - time: When it was measured, microseconds since 1970.
    ///   - row: As many numbers as the form has.
    ///   - isAnomalous: True: nothing is to be learnt from it. So is a row with a number that is not finite as a Float32.
    /// - Returns: Whether it was taken.
    public mutating func append(
        key: [UInt8],
        arrival: Int64,
        time: Int64,
        row: Span<Double>,
        isAnomalous: Bool
    ) -> Outcome {
        guard row.count == form.fields, key.count <= Self.mostKeyBytes else { return .refused }
        if heads.isEmpty { base = arrival }
        let (distance, isOver) = arrival.subtractingReportingOverflow(base)
        guard !isOver, let offset = UInt32(exactly: distance) else { return .elsewhere }
        var isFit = true
        for index in row.indices {
            let value = Float(row[index])
            isFit = isFit && value.isFinite
            values.append(value)
        }
        heads.append(number(of: key) | (isAnomalous || !isFit ? Self.anomalous : 0))
        arrivals.append(offset)
        times.append(time)
        return .taken
    }

    /// Takes all rows out; what memory it has stays.
    public mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        heads.removeAll(keepingCapacity: true)
        arrivals.removeAll(keepingCapacity: true)
        times.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        keyBytes = 0
    }

    private mutating func number(of key: [UInt8]) -> UInt32 {
        if let number = numbers[key] { return number }
        let number = UInt32(keys.count)
        keys.append(key)
        numbers[key] = number
        keyBytes += 2 + key.count
        return number
    }
}

extension RowBlock {
    /// The place of a row's key among ``keys``.
    public func key(of row: Int) -> Int { Int(heads[row] & ~Self.anomalous) }

    /// True when nothing is to be learnt from a row.
    public func isAnomalous(_ row: Int) -> Bool { heads[row] & Self.anomalous != 0 }

    /// When a row came in, microseconds since 1970.
    public func arrival(of row: Int) -> Int64 { base &+ Int64(arrivals[row]) }

    /// When a row was measured, microseconds since 1970.
    public func time(of row: Int) -> Int64 { times[row] }

    /// A row's numbers.
    public func numbers(of row: Int) -> ArraySlice<Float> { values[row * form.fields..<(row + 1) * form.fields] }
}
