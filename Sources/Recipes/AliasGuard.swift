/// Keeps aliases out of keys, before the YAML library sees them.
///
/// The library compares the keys of a mapping by content. Values may share an alias' content at no cost, and are
/// counted while the tree is built; but a key made of aliases of aliases would be walked in full, in exponential time.
/// A text with few aliases cannot do harm; in one with more, everything that might be such a key is refused, which may
/// hit a harmless text in flow style.
enum AliasGuard {
    /// Aliases that a text may have without a further look.
    static let carefreeAliases = 8

    /// Returns the first place where a key may be something else than a word, if the text has too many aliases.
    ///
    /// Line and column count from 1. O(bytes).
    static func dangerousPlace(in text: String) -> (line: Int, column: Int)? {
        let bytes = Array(text.utf8)
        guard aliasCount(in: bytes) > carefreeAliases else { return nil }
        guard let offset = bytes.indices.first(where: { mayBeginOrEndKey(bytes, $0) }) else { return nil }
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return (line, String(decoding: bytes[lineStart..<offset], as: UTF8.self).unicodeScalars.count + 1)
    }

    /// Counts `*name` where `&name` occurs as well; quotes and comments are not looked at.
    private static func aliasCount(in bytes: [UInt8]) -> Int {
        var anchors: Set<ArraySlice<UInt8>> = []
        var aliases: [ArraySlice<UInt8>: Int] = [:]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") {
            let name = bytes[(offset + 1)...].prefix(while: isNameByte)
            guard !name.isEmpty else { continue }
            if byte == UInt8(ascii: "&") { anchors.insert(name) } else { aliases[name, default: 0] += 1 }
        }
        return aliases.reduce(0) { anchors.contains($1.key) ? $0 + $1.value : $0 }
    }

    private static func mayBeginOrEndKey(_ bytes: [UInt8], _ offset: Int) -> Bool {
        switch bytes[offset] {
        case UInt8(ascii: "?"):
            return offset == 0 || !isNameByte(bytes[offset - 1])
        case UInt8(ascii: ":"):
            let before = bytes[..<offset].reversed().drop(while: isBlank)
            if before.first == UInt8(ascii: "]") || before.first == UInt8(ascii: "}") { return true }
            let word = before.prefix(while: isNameByte)
            return !word.isEmpty && before.dropFirst(word.count).first == UInt8(ascii: "*")
        case UInt8(ascii: "{"), UInt8(ascii: ","):
            let after = bytes[(offset + 1)...].first {
                !isBlank($0) && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
            }
            return after.map { "[{*&!#".utf8.contains($0) || $0 >= 0x80 } ?? false
        default:
            return false
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
