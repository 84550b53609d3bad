import Cryptography
import Recipes

/// What a source digest is computed of: every text and list with its length before it, so that no two things are alike.
struct SourceText: ~Copyable {
    private var hasher = SHA256Hasher()

    /// Adds a length or a size.
    mutating func put(count: Int) { hasher.update(Array("\(count):".utf8)) }

    /// Adds a text.
    mutating func put(_ text: String) {
        put(count: text.utf8.count)
        hasher.update(Array(text.utf8))
    }

    /// Adds bytes, whose number was added before.
    mutating func put(bytes: [UInt8]) { hasher.update(bytes) }

    /// Adds a value; members of objects in the order of their names, 1.0 as 1.
    mutating func put(_ value: JSONValue) {
        switch value {
        case .null: put("null")
        case .bool(let flag): put(flag ? "true" : "false")
        case .integer(let number): put("number \(number)")
        case .number(let number): put("number \(Int(exactly: number).map { "\($0)" } ?? "\(number)")")
        case .string(let text):
            put("text")
            put(text)
        case .array(let elements):
            put("array")
            put(count: elements.count)
            for element in elements { put(element) }
        case .object(let members):
            put("object")
            put(count: members.count)
            for member in members.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
                put(member.name)
                put(member.value)
            }
        }
    }

    /// The digest, 64 hexadecimal digits.
    consuming func finish() -> String { hasher.finish().hexadecimal }
}
