/// The digits that a word of text begins with.
struct PackedDigits {
    /// How many there are, 0 to 8.
    let count: Int
    private let digits: UInt64

    /// Looks at a word, the first character in its lowest byte.
    @inline(__always)
    init(_ text: UInt64) {
        // What each byte is to '0', and the lowest that is above 9.
        digits = text ^ 0x3030_3030_3030_3030
        let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        count = others.trailingZeroBitCount >> 3
    }

    /// What they say, in three multiplications.
    @inline(__always)
    var number: UInt64 {
        let pairs = digits << UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        let tens = pairs &* 10 &+ pairs >> 8
        let sum =
            ((tens & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064)
            &+ (((tens >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001)
        return sum >> 32
    }
}
