/// Writes numbers as JSON text to an address; every writer returns how many bytes the text has.
///
/// Digits are stored eight at a time and what is too much is overwritten by what follows, so a writer touches more
/// bytes than the text has: `room` says how many must be there. The texts are those of `description`.
package enum NumberText {
    /// The bytes that must be free at an address to which a number is written; with a comma that makes 32.
    package static var room: Int { 31 }

    /// Writes `0.0` or `-0.0`, or `null` for infinities and NaN, which JSON has no numbers for.
    static func writeSpecial(_ value: some BinaryFloatingPoint, at start: UnsafeMutableRawPointer) -> Int {
        let text: StaticString = value.isZero ? value.sign == .minus ? "-0.0" : "0.0" : "null"
        unsafe start.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        return text.utf8CodeUnitCount
    }

    /// Writes a minus sign, which counts only for what is negative.
    @inline(__always)
    static func writeSign(_ isNegative: Bool, at start: UnsafeMutableRawPointer) -> Int {
        unsafe start.storeBytes(of: Ascii.minus, as: UInt8.self)
        return isNegative ? 1 : 0
    }
}
