/// Where the members of the outermost object of a JSON text are, so that those of others can be kept as they are.
struct ProfileMembers {
    struct Member {
        let name: String
        /// The bytes of the value.
        let value: Range<Int>
    }

    private(set) var members: [Member] = []
    private let bytes: [UInt8]
    private var place = 0

    /// Of a text that is JSON otherwise; what it is made of inside its values is for a decoder to judge.
    ///
    /// - Throws: When it is no object, or a name occurs twice or is written with an escape.
    init(_ bytes: [UInt8]) throws(BaselineError) {
        self.bytes = bytes
        skipSpace()
        guard take(UInt8(ascii: "{")) else { throw .corrupt("it cannot be read as a JSON object") }
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        repeat {
            skipSpace()
            let name = try readName()
            guard !members.contains(where: { $0.name == name }) else { throw .corrupt("'\(name)' is there twice") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .corrupt("'\(name)' has no value") }
            skipSpace()
            let start = place
            try skipValue()
            members.append(Member(name: name, value: start..<trimmed(start)))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .corrupt("it ends in the middle") }
    }

    /// How many bytes the value of a member takes; 0 where it is not there.
    func bytes(of name: String) -> Int { members.first { $0.name == name }?.value.count ?? 0 }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
    }

    private mutating func readName() throws(BaselineError) -> String {
        let start = place + 1
        guard take(UInt8(ascii: "\"")), let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else {
            throw .corrupt("it ends in the middle")
        }
        guard !bytes[start..<end].contains(UInt8(ascii: "\\")) else {
            throw .corrupt("a member's name has an escape in it")
        }
        place = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// To the comma or brace after a value.
    private mutating func skipValue() throws(BaselineError) {
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return }
                depth -= 1
            case UInt8(ascii: ","):
                guard depth > 0 else { return }
            default: break
            }
            place += 1
        }
        throw .corrupt("it ends in the middle")
    }

    /// To the quote that ends the string.
    private mutating func skipString() throws(BaselineError) {
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard place < bytes.count else { throw .corrupt("it ends in the middle") }
    }

    private func trimmed(_ start: Int) -> Int {
        var end = place
        while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
        return end
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
