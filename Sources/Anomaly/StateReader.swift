public import Telemetry

/// Reads what ``StateWriter`` wrote, in the same order; every answer is nil beyond the end.
public struct StateReader: Sendable {
    private let bytes: [UInt8]
    private var place = 0

    /// Begins with the first byte.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether everything has been read.
    public var isAtEnd: Bool { place == bytes.count }

    /// Reads a whole number.
    public mutating func readInt() -> Int? { read(bytes: 8).map { Int(truncatingIfNeeded: Int64(bitPattern: $0)) } }

    /// Reads a number.
    public mutating func readDouble() -> Double? { read(bytes: 8).map(Double.init(bitPattern:)) }

    /// Reads a number of 4 bytes.
    public mutating func readFloat() -> Float? {
        read(bytes: 4).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
    }

    /// Reads a point in time, which may be none; nil beyond the end.
    public mutating func readTime() -> SavedTime? {
        read(bytes: 8).map { bits in
            let microseconds = Int64(bitPattern: bits)
            return SavedTime(value: microseconds == .min ? nil : Timestamp(microseconds: microseconds))
        }
    }

    /// A point in time that was saved, or that there was none.
    public struct SavedTime: Sendable, Equatable {
        /// The time; nil when there was none.
        public let value: Timestamp?
    }

    private mutating func read(bytes count: Int) -> UInt64? {
        guard bytes.count - place >= count else { return nil }
        var bits: UInt64 = 0
        for index in 0..<count { bits |= UInt64(bytes[place + index]) << (8 * index) }
        place += count
        return bits
    }
}
