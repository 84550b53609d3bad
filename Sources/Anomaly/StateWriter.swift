public import Telemetry

/// Writes what must outlive the program into bytes; ``StateReader`` reads them in the same order, on the same machine.
public struct StateWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// Makes an empty one.
    public init() {}

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends a whole number, 8 bytes.
    public mutating func write(_ value: Int) { write(bits: UInt64(bitPattern: Int64(value))) }

    /// Appends a number, 8 bytes.
    public mutating func write(_ value: Double) { write(bits: value.bitPattern) }

    /// Appends a point in time, 8 bytes; `Int64.min` stands for none.
    public mutating func write(_ time: Timestamp?) {
        write(bits: UInt64(bitPattern: time?.microseconds ?? .min))
    }

    /// Appends numbers, 4 bytes each.
    public mutating func write(_ values: ArraySlice<Float>) {
        // Numbers have no padding; they are copied at once.
        unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends a text, 8 bytes and those of its UTF-8.
    public mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(bits: UInt64) {
        unsafe withUnsafeBytes(of: bits) { unsafe bytes.append(contentsOf: $0) }
    }
}
