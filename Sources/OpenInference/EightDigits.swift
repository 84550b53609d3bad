/// Eight decimal digits in a word, one in each byte, the first in the lowest byte.
struct EightDigits {
    var word: UInt64

    /// The digits of a number below 10^8, with zeros before them.
    ///
    /// Splits four digits from four, then each two from two, then one from one, in all lanes at once: a lane's
    /// quotient is a product with the reciprocal (109 951 163 / 2^40, 5243 / 2^19, 103 / 2^10), its remainder takes the
    /// lane above.
    @inline(__always)
    init(_ number: UInt64) {
        let fours = (number &* 109_951_163) >> 40
        let pairs = fours | (number &- fours &* 10_000) &<< 32
        let hundreds = ((pairs &* 5243) >> 19) & 0x0000_007F_0000_007F
        let twos = hundreds | (pairs &- hundreds &* 100) &<< 16
        let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
        word = tens | (twos &- tens &* 10) &<< 8
    }

    /// The digits as ASCII.
    @inline(__always)
    var ascii: UInt64 { word | 0x3030_3030_3030_3030 }

    /// How many digits stand before the zeros at the end: 0 for 00000000.
    @inline(__always)
    var countWithoutTrailingZeros: Int { 8 &- word.leadingZeroBitCount >> 3 }
}
