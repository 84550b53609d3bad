/// The checksum of IEEE 802.3, as zlib and Ethernet have it.
enum CRC32 {
    /// What each value of a byte does to the checksum.
    private static let table: [UInt32] = (0..<256).map { (value: UInt32) in
        (0..<8).reduce(value) { sum, _ in sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }

    /// The checksum of some bytes.
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let table = table
        var sum = ~UInt32(0)
        for byte in bytes { sum = (sum >> 8) ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
        return ~sum
    }
}
