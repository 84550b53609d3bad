/// The UTF-8 of a short key in two integers, so that keys are compared without making strings of them.
///
/// Keys longer than 16 bytes, or with a NUL, all become the same word: no key that the protocol knows is like that.
struct KeyWord: Equatable {
    private var first: UInt64
    private var second: UInt64

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

    /// Packs a key that stands in the body without escapes.
    @inline(__always)
    init(_ body: RawSpan, _ range: Range<Int>) {
        let count = range.count
        first = 0
        second = 0
        if count <= 8 {
            first = body.upToEightBytes(range.lowerBound, count)
        } else if count <= 16 {
            first = body.upToEightBytes(range.lowerBound, 8)
            second = body.upToEightBytes(range.lowerBound &+ 8, count &- 8)
        }
    }

    /// Packs a key whose escapes have been undone.
    init(decoded text: String.UTF8View) {
        first = 0
        second = 0
        guard text.count <= 16, !text.contains(0) else { return }
        for (index, byte) in text.enumerated() {
            if index < 8 {
                first |= UInt64(byte) << UInt64(8 &* index)
            } else {
                second |= UInt64(byte) << UInt64(8 &* (index &- 8))
            }
        }
    }
}
