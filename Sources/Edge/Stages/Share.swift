/// The part of all keys, or of all clients, that goes to a candidate: always the same ones.
struct Share: Sendable, Equatable {
    /// 1 to 100.
    let percent: Int

    /// A `percent` outside of 1 to 100 counts as the nearer end.
    init(percent: Int) { self.percent = min(max(percent, 1), 100) }

    /// True when everything goes to the candidate.
    var isWhole: Bool { percent == 100 }

    /// True for what goes to the candidate; it hangs on the bytes alone.
    func takes(_ bytes: some Sequence<UInt8>) -> Bool {
        isWhole || Self.hash(bytes) % 100 < UInt64(percent)
    }

    /// FNV-1a with 64 bits.
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
