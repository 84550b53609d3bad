import Testing

@testable import MQTT

@Suite("Texts that come again")
struct TextMemoTests {
    private static let long = String(repeating: "topic/", count: 12)

    @Test("returns the text of the bytes", arguments: [0, 1, 7, 8, 15, 16, 17, 40, 511, 512, 513, 65_535])
    func text(count: Int) {
        var memo = TextMemo()
        let text = String(repeating: "sensors/", count: count / 8) + String(repeating: "x", count: count % 8)
        for _ in 0..<3 { #expect(memo.read(text) == text) }
    }

    @Test("returns the same memory when the bytes come again")
    func reuse() {
        var memo = TextMemo()
        let first = memo.read(Self.long)
        _ = memo.read("another text of some length")
        let second = memo.read(Self.long)
        #expect(place(of: first) != nil && place(of: first) == place(of: second))
    }

    @Test("never mixes up texts that share a slot", arguments: [1, 2, 256])
    func collisions(slots: Int) {
        var memo = TextMemo(slots: slots)
        let texts = (0..<1000).map { "a text of some length, number \($0)" }
        for _ in 0..<2 {
            for text in texts { #expect(memo.read(text) == text) }
        }
        for text in texts { #expect((memo.read(text), memo.read(text)) == (text, text)) }
    }

    @Test("tells texts apart that differ in one byte or in length")
    func neighbours() {
        var memo = TextMemo(slots: 1)
        for place in 0..<Self.long.count {
            var bytes = Array(Self.long.utf8)
            bytes[place] ^= 1
            let near = String(decoding: bytes, as: UTF8.self)
            #expect(memo.read(Self.long) == Self.long)
            #expect(memo.read(near) == near)
            #expect(memo.read(near + "/") == near + "/")
        }
    }

    @Test("repairs bytes that are not UTF-8, each time anew")
    func repairs() {
        var memo = TextMemo(slots: 1)
        let broken = Array("a text of some length ".utf8) + [0xFF]
        let repaired = "a text of some length \u{FFFD}"
        for _ in 0..<2 { #expect(memo.read(broken) == repaired) }
        #expect(memo.read(repaired) == repaired)
        #expect(memo.read(broken) == repaired)
    }

    @Test("spreads ordinary topics over its slots")
    func spread() {
        let memo = TextMemo(slots: 256)
        let slots = (0..<256).map { number in
            unsafe Array("clients/\(number)/reply/of/node".utf8).withUnsafeBytes { unsafe memo.slot(of: $0) }
        }
        // Thrown at random, 256 texts meet about 162 slots.
        #expect(Set(slots).count > 120)
        #expect(slots.allSatisfy { (0..<256).contains($0) })
    }
}

extension TextMemo {
    fileprivate mutating func read(_ text: String) -> String { read(Array(text.utf8)) }

    fileprivate mutating func read(_ bytes: [UInt8]) -> String {
        unsafe bytes.withUnsafeBytes { unsafe self.text($0) }
    }
}
