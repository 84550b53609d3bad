extension TarHeader {
    /// The header's block: ustar, readable by all, of nobody, and of no time, so that equal bundles are equal archives.
    ///
    /// A size of 8 GiB and more is written in binary, as GNU tar does.
    public func block() -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ text: String, at offset: Int) {
            for (place, byte) in text.utf8.enumerated() { block[offset + place] = byte }
        }
        // A name of more than 100 characters goes to the prefix only with a folder, which bundles have not.
        put(String(name.prefix(100)), at: 0)
        put("0000644\0", at: 100)
        put("0000000\0", at: 108)
        put("0000000\0", at: 116)
        if size < 1 << 33 {
            put(Self.octal(size, digits: 11) + "\0", at: 124)
        } else {
            block[124] = 0x80
            for place in 0..<8 { block[135 - place] = UInt8(truncatingIfNeeded: size >> (8 * Int64(place))) }
        }
        put("00000000000\0", at: 136)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put(Self.octal(Self.sum(block), digits: 6) + "\0 ", at: 148)
        return block
    }

    private static func octal(_ number: Int64, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
