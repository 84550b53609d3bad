/// Elements of BYTES one behind the other: the length in four bytes, little-endian, then the element.
extension [UInt8] {
    /// Appends an element; false, and nothing changes, when it has 4 GiB or more.
    public mutating func appendElement(_ element: some Collection<UInt8>) -> Bool {
        guard let length = UInt32(exactly: element.count) else { return false }
        for shift in [UInt32(0), 8, 16, 24] { append(UInt8(truncatingIfNeeded: length >> shift)) }
        append(contentsOf: element)
        return true
    }

    /// Where the element stands whose length is at `offset`; nil at the end, and where it would run past it.
    public func element(at offset: Int) -> Range<Int>? {
        guard offset >= 0, count - offset >= 4 else { return nil }
        var length = 0
        for index in 0..<4 { length |= Int(self[offset + index]) << (8 * index) }
        let start = offset + 4
        guard length <= count - start else { return nil }
        return start..<start + length
    }
}
