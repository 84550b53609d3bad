/// Appends numbers as JSON; the caller reserves `NumberText.room` bytes for each, and 1 more for what it puts between.
extension OutputSpan<UInt8> {
    /// Appends the shortest text that reads back as the same Float, or `null` for one that is not finite.
    @inline(__always)
    package mutating func appendNumber(_ value: Float) {
        unsafe appendText { start in unsafe NumberText.write(value, at: start) }
    }

    /// Appends the shortest text that reads back as the same Float16, or `null` for one that is not finite.
    @inline(__always)
    package mutating func appendNumber(_ value: Float16) {
        unsafe appendText { start in unsafe NumberText.write(value, at: start) }
    }

    /// Appends the shortest text that reads back as the same Double, or `null` for one that is not finite.
    @inline(__always)
    package mutating func appendNumber(_ value: Double) {
        unsafe appendText { start in unsafe NumberText.write(value, at: start) }
    }

    /// Appends a whole number.
    @inline(__always)
    package mutating func appendNumber(_ value: some FixedWidthInteger & SignedInteger) {
        unsafe appendText { start in unsafe NumberText.write(Int64(value), at: start) }
    }

    /// Appends a whole number.
    @inline(__always)
    package mutating func appendNumber(_ value: some FixedWidthInteger & UnsignedInteger) {
        unsafe appendText { start in unsafe NumberText.write(UInt64(value), at: start) }
    }

    /// Hands over the address of the free bytes, and counts what has been written there.
    ///
    /// Unsafe is the address alone: that `room` bytes are free at it is checked here, and no writer touches more.
    @inline(__always)
    private mutating func appendText(_ write: (UnsafeMutableRawPointer) -> Int) {
        unsafe withUnsafeMutableBufferPointer { bytes, count in
            guard bytes.count &- count >= NumberText.room, let start = bytes.baseAddress else {
                preconditionFailure("found \(bytes.count &- count) free bytes; reserve \(NumberText.room) a number")
            }
            count = unsafe count &+ write(UnsafeMutableRawPointer(start + count))
        }
    }
}
