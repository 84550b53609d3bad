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
    public mutating func readInt() -> Int? { readBits().map { Int(Int64(bitPattern: $0)) } }

    /// Reads a number.
    public mutating func readDouble() -> Double? { readBits().map(Double.init(bitPattern:)) }

    /// Reads a point in time, which may be none; nil beyond the end.
    public mutating func readTime() -> SavedTime? {
        readBits().map { bits in
            let microseconds = Int64(bitPattern: bits)
            return SavedTime(value: microseconds == .min ? nil : Timestamp(microseconds: microseconds))
        }
    }

    /// Reads so many numbers of 4 bytes each.
    public mutating func readFloats(_ count: Int) -> [Float]? {
        guard let range = take(count, of: 4) else { return nil }
        guard count > 0 else { return [] }
        return unsafe [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            // The range has just the bytes that the numbers take.
            unsafe UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes[range])
            initialized = count
        }
    }

    /// Reads a text.
    public mutating func readText() -> String? {
        guard let count = readInt(), let range = take(count, of: 1) else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// A point in time that was saved, or that there was none.
    public struct SavedTime: Sendable, Equatable {
        /// The time; nil when there was none.
        public let value: Timestamp?
    }

    private mutating func readBits() -> UInt64? {
        guard let range = take(1, of: 8) else { return nil }
        return unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
    }

    private mutating func take(_ count: Int, of width: Int) -> Range<Int>? {
        guard count >= 0, count <= (bytes.count - place) / width else { return nil }
        defer { place += count * width }
        return place..<place + count * width
    }
}
