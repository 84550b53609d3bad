extension RawSpan {
    /// The byte at an offset, or 0 outside: a byte that no JSON text may hold.
    @inline(__always)
    package func byte(_ offset: Int) -> UInt8 {
        guard UInt(bitPattern: offset) < UInt(bitPattern: byteCount) else { return 0 }
        return uncheckedByte(offset)
    }

    /// The byte at an offset that the caller has checked.
    @inline(__always)
    func uncheckedByte(_ offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Eight bytes that stand in the text, the first lowest.
    ///
    /// One load for eight digits: eight checked ones cost more than they save. The caller has checked the bounds.
    @inline(__always)
    func uncheckedWord(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The eight bytes from an offset on, the first lowest, zeros behind the end.
    @inline(__always)
    package func eightBytes(_ offset: Int) -> UInt64 {
        guard byteCount >= 8, UInt(bitPattern: offset) <= UInt(bitPattern: byteCount &- 8) else {
            return lastBytes(offset)
        }
        return uncheckedWord(offset)
    }

    @inline(never)
    private func lastBytes(_ offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(byte(offset &+ index)) << UInt64(8 &* index) }
        return word
    }

    /// The first offset from one on where a string cannot go on without a closer look, or the end.
    @inline(__always)
    func endOfPlainText(_ offset: Int) -> Int {
        var at = offset
        while true {
            let count = Self.plainText(eightBytes(at))
            at &+= count
            if count < 8 { return at }
        }
    }

    /// How many of eight bytes, the first lowest, stand before a quote, a backslash, a control character and what is not
    /// ASCII.
    @inline(__always)
    static func plainText(_ word: UInt64) -> Int {
        let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let low = word & low7
        // The top bit of each sum is set where the byte is another; no sum carries into the byte above.
        let notQuote = (low ^ 0x2222_2222_2222_2222) &+ low7
        let notBackslash = (low ^ 0x5C5C_5C5C_5C5C_5C5C) &+ low7
        let notControl = low &+ 0x6060_6060_6060_6060
        let stops = ~(notQuote & notBackslash & notControl & ~word) & ~low7
        return stops.trailingZeroBitCount >> 3
    }

    /// As many bytes, at most eight, the first lowest, zeros above.
    @inline(__always)
    func upToEightBytes(_ offset: Int, _ count: Int) -> UInt64 {
        count == 0 ? 0 : eightBytes(offset) & .max >> UInt64(64 &- 8 &* count)
    }

    /// Appends up to eight digits to a number, wrapping; returns how many stand there.
    @inline(__always)
    func upToEightDigits(_ offset: Int, into number: inout UInt64) -> Int {
        let digits = PackedDigits(eightBytes(offset))
        number = number &* PowersOfTen.integers[digits.count] &+ digits.number
        return digits.count
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
