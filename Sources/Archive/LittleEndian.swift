/// Numbers and names as a zip file has them, the lowest byte first.
struct LittleEndian {
    private(set) var bytes: [UInt8] = []

    /// Adds a number.
    mutating func put(_ number: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Adds bytes.
    mutating func put(_ more: [UInt8]) { bytes += more }
}

extension ArraySlice<UInt8> {
    /// Takes a number off the front; nil where too few bytes are left.
    mutating func take<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
        let width = Number.bitWidth / 8
        guard count >= width else { return nil }
        var number: Number = 0
        for byte in prefix(width).reversed() { number = number << 8 | Number(byte) }
        removeFirst(width)
        return number
    }

    /// Takes bytes off the front; nil where there are too few.
    mutating func take(count: Int) -> [UInt8]? {
        guard self.count >= count else { return nil }
        defer { removeFirst(count) }
        return Array(prefix(count))
    }
}
