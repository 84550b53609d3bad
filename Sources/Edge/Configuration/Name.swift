/// A node, instance or model name: 1 to 64 of the letters, digits, `_`, `.` and `-`, so that it fits a topic level.
public struct Name: Sendable, Hashable, CustomStringConvertible {
    /// The name as text.
    public let description: String

    static let expectation = "1 to 64 of A-Z a-z 0-9 _ . -"

    /// Takes a text that is a name; nil for any other.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.allows) else { return nil }
        description = text
    }

    /// Makes a name of any text: what is not allowed becomes `-`, what is too long is cut; `node` when nothing is left.
    init(fitting text: String) {
        let bytes = text.utf8.prefix(64).map { Self.allows($0) ? $0 : UInt8(ascii: "-") }
        description = bytes.isEmpty ? "node" : String(decoding: bytes, as: UTF8.self)
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }
}
