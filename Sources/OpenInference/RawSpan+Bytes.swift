extension RawSpan {
    /// The byte at an offset, or 0 outside: a byte that no JSON text may hold.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        guard UInt(bitPattern: offset) < UInt(bitPattern: byteCount) else { return 0 }
        // The line above has checked the bounds, negative offsets too, and all bits make a UInt8.
        return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Eight bytes, the first lowest; 0 unless all stand in the text.
    @inline(__always)
    func eightBytes(_ offset: Int) -> UInt64 {
        guard byteCount >= 8, UInt(bitPattern: offset) <= UInt(bitPattern: byteCount &- 8) else { return 0 }
        // Likewise. One load for eight digits: eight checked ones cost more than they save.
        return UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// As many bytes, at most eight, the first lowest, zeros above.
    @inline(__always)
    func upToEightBytes(_ offset: Int, _ count: Int) -> UInt64 {
        if offset &+ 8 <= byteCount {
            return count == 0 ? 0 : eightBytes(offset) & .max >> UInt64(64 &- 8 &* count)
        }
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(byte(offset &+ index)) << UInt64(8 &* index) }
        return word
    }

    /// Appends up to eight digits to a number, wrapping; returns how many stand there.
    ///
    /// Near the end of the text it is 0.
    @inline(__always)
    func upToEightDigits(_ offset: Int, into number: inout UInt64) -> Int {
        // What each byte is to '0', the lowest that is above 9, and the sum in three multiplications.
        let word = eightBytes(offset) ^ 0x3030_3030_3030_3030
        let others = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
        let count = others.trailingZeroBitCount >> 3
        let pairs = word << UInt64(64 &- 8 &* count)
        let tens = pairs &* 10 &+ pairs >> 8
        let sum =
            ((tens & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064)
            &+ (((tens >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001)
        number = number &* PowersOfTen.integers[count] &+ sum >> 32
        return count
    }

    /// Appends the digits from an offset on to a number, wrapping; returns where they end.
    func digits(_ offset: Int, into number: inout UInt64) -> Int {
        var at = offset
        while byte(at) &- Ascii.zero <= 9 {
            number = number &* 10 &+ UInt64(byte(at) &- Ascii.zero)
            at &+= 1
        }
        return at
    }
}
