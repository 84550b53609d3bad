/// The UTF-8 of a short key in three integers, so that keys are compared without making strings of them.
///
/// Keys longer than 24 bytes, or with a NUL, all become the same word: no key that the protocol knows is like that.
struct KeyWord: Equatable {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt64

    // The texts as little-endian integers: constants, where a computed one would be asked for at every use whether it is made.
    static var binaryData: KeyWord { KeyWord(0x645F_7972_616E_6962, 0x6174_61) }
    static var binaryDataOutput: KeyWord { KeyWord(0x645F_7972_616E_6962, 0x7074_756F_5F61_7461, 0x7475) }
    static var binaryDataSize: KeyWord { KeyWord(0x645F_7972_616E_6962, 0x657A_6973_5F61_7461) }
    static var classification: KeyWord { KeyWord(0x6966_6973_7361_6C63, 0x6E6F_6974_6163) }
    static var data: KeyWord { KeyWord(0x6174_6164) }
    static var datatype: KeyWord { KeyWord(0x6570_7974_6174_6164) }
    static var id: KeyWord { KeyWord(0x6469) }
    static var inputs: KeyWord { KeyWord(0x7374_7570_6E69) }
    static var name: KeyWord { KeyWord(0x656D_616E) }
    static var outputs: KeyWord { KeyWord(0x7374_7570_7475_6F) }
    static var parameters: KeyWord { KeyWord(0x6574_656D_6172_6170, 0x7372) }
    static var replyTo: KeyWord { KeyWord(0x6F74_5F79_6C70_6572) }
    static var shape: KeyWord { KeyWord(0x6570_6168_73) }
    static var timeout: KeyWord { KeyWord(0x7475_6F65_6D69_74) }

    @inline(__always)
    private init(_ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// Packs a key that stands in the body without escapes.
    @inline(__always)
    init(_ body: RawSpan, _ range: Range<Int>) {
        let count = range.count
        self.init(0)
        if count <= 8 {
            first = body.upToEightBytes(range.lowerBound, count)
        } else if count <= 24 {
            first = body.upToEightBytes(range.lowerBound, 8)
            second = body.upToEightBytes(range.lowerBound &+ 8, min(8, count &- 8))
            if count > 16 { third = body.upToEightBytes(range.lowerBound &+ 16, count &- 16) }
        }
    }

    /// Packs a key that is the lowest bytes of a word, at most eight.
    @inline(__always)
    init(_ text: UInt64, count: Int) {
        self.init(text & ~(.max << UInt64(truncatingIfNeeded: 8 &* count)))
    }

    /// Packs a key whose escapes have been undone.
    init(decoded text: String.UTF8View) {
        self.init(0)
        guard text.count <= 24, !text.contains(0) else { return }
        for (index, byte) in text.enumerated() {
            let bits = UInt64(byte) << UInt64(8 &* (index & 7))
            switch index >> 3 {
            case 0: first |= bits
            case 1: second |= bits
            default: third |= bits
            }
        }
    }
}
