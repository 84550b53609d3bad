public import Telemetry

/// Writes what must outlive the program into bytes, little-endian; ``StateReader`` reads them in the same order.
public struct StateWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// Makes an empty one.
    public init() {}

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends a whole number, 8 bytes.
    public mutating func write(_ value: Int) { write(bits: UInt64(bitPattern: Int64(value)), bytes: 8) }

    /// Appends a number, 8 bytes.
    public mutating func write(_ value: Double) { write(bits: value.bitPattern, bytes: 8) }

    /// Appends a number, 4 bytes.
    public mutating func write(_ value: Float) { write(bits: UInt64(value.bitPattern), bytes: 4) }

    /// Appends a point in time, 8 bytes; `Int64.min` stands for none.
    public mutating func write(_ time: Timestamp?) {
        write(bits: UInt64(bitPattern: time?.microseconds ?? .min), bytes: 8)
    }

    private mutating func write(bits: UInt64, bytes count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * index))) }
    }
}
