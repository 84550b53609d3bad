import Cryptography

/// The tokens of a file: not they themselves, but what they hash to.
struct TokenList: Sendable, Equatable {
    /// One token.
    struct Entry: Sendable, Hashable {
        let name: String
        let role: Role
        let digest: SHA256Digest
    }

    /// Tokens in one file.
    static let most = 1000

    let entries: [Entry]

    /// Reads lines `NAME ROLE SHA256-OF-TOKEN`; empty ones, and those that begin with `#`, say nothing.
    ///
    /// - Parameters:
    ///   - text: What the file holds.
    ///   - file: Its name, for messages.
    /// - Throws: what is wrong, with the line.
    init(_ text: String, file: String) throws(AccessError) {
        var entries: [Entry] = []
        var names: Set<String> = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let place = "\(file):\(number + 1)"
            guard words.count == 3 else {
                throw AccessError("\(place): expected NAME ROLE SHA256-OF-TOKEN, as 'marram token' prints it")
            }
            guard Self.isName(first), names.insert(String(first)).inserted else {
                throw AccessError("\(place): expected a name of A-Z a-z 0-9 _ . -, at most 64, that no other line has")
            }
            guard let role = Role(rawValue: String(words[1])) else {
                throw AccessError("\(place): expected the role reader or operator")
            }
            guard let digest = Self.digest(words[2]) else {
                throw AccessError("\(place): expected the SHA-256 of a token, 64 hexadecimal digits")
            }
            entries.append(Entry(name: String(first), role: role, digest: digest))
        }
        guard entries.count <= Self.most else { throw AccessError("\(file) has more than \(Self.most) tokens") }
        self.entries = entries
    }

    /// Whose token has this digest; every entry is compared to its end, so that the time tells nothing.
    func entry(of digest: SHA256Digest) -> Entry? {
        var found: Entry?
        for entry in entries {
            var difference: UInt8 = 0
            for (left, right) in zip(entry.digest.bytes, digest.bytes) { difference |= left ^ right }
            if difference == 0 { found = entry }
        }
        return found
    }

    /// Whether a text may name a token.
    static func isName(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "_.-".utf8.contains(byte)
                }
            }
    }

    private static func digest(_ text: Substring) -> SHA256Digest? {
        guard text.utf8.count == 2 * SHA256Digest.byteCount else { return nil }
        let digits = text.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
        guard digits.count == text.utf8.count else { return nil }
        return SHA256Digest(bytes: stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }
}
