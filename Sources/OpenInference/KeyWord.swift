/// The UTF-8 of a short key in one integer, so that keys are compared without making strings of them.
///
/// Keys longer than 16 bytes, or with a NUL, all become the same word: no key that the protocol knows is like that.
struct KeyWord: Equatable {
    private var packed: UInt128

    static let binaryDataSize = KeyWord(decoded: "binary_data_size".utf8)
    static let data = KeyWord(decoded: "data".utf8)
    static let datatype = KeyWord(decoded: "datatype".utf8)
    static let id = KeyWord(decoded: "id".utf8)
    static let inputs = KeyWord(decoded: "inputs".utf8)
    static let name = KeyWord(decoded: "name".utf8)
    static let outputs = KeyWord(decoded: "outputs".utf8)
    static let parameters = KeyWord(decoded: "parameters".utf8)
    static let replyTo = KeyWord(decoded: "reply_to".utf8)
    static let shape = KeyWord(decoded: "shape".utf8)

    private init(packed: UInt128) {
        self.packed = packed
    }

    /// Packs a key that stands in the body without escapes.
    @inline(__always)
    init(_ body: RawSpan, _ range: Range<Int>) {
        var packed: UInt128 = 0
        if range.count <= 16 {
            for index in range { packed = packed << 8 | UInt128(body.byte(index)) }
        }
        self.packed = packed
    }

    /// Packs a key whose escapes have been undone.
    init(decoded bytes: String.UTF8View) {
        var packed: UInt128 = 0
        if bytes.count <= 16, !bytes.contains(0) {
            for byte in bytes { packed = packed << 8 | UInt128(byte) }
        }
        self.packed = packed
    }
}
