import OpenInference

/// The JSON object of a command, taken apart: its scalars by their place, such as `manifest.url`.
///
/// What no command of ours has is checked for its grammar and passed over.
struct CommandDocument {
    private enum Value {
        case null
        case bool(Bool)
        case number(Double)
        case text(String)
        /// `an object` or `an array`.
        case container(String)

        var kind: String {
            switch self {
            case .null: "null"
            case .bool: "a boolean"
            case .number: "a number"
            case .text: "a string"
            case .container(let kind): kind
            }
        }
    }

    /// Most bytes of a command.
    static let mostBytes = 64 * 1024
    /// How deep arrays and objects may be nested.
    private static let mostDepth = 16
    /// Longest text that is taken, bytes.
    private static let longestText = 4096

    /// Why it is no JSON object that can be taken, if so; what stands before the fault can still be read.
    private(set) var fault: InferError?
    private var values: [String: Value] = [:]

    /// Reads a payload.
    init(_ body: RawSpan) {
        guard body.byteCount <= Self.mostBytes else {
            fault = InferError(
                .tooLarge,
                "the command has \(body.byteCount) bytes, \(Self.mostBytes) are the most; send where the bundle is, not the bundle"
            )
            return
        }
        var reader = JSONReader(maximumDepth: Self.mostDepth)
        do throws(InferError) {
            guard reader.next(body) == UInt8(ascii: "{") else {
                throw reader.unexpected(body, expecting: "'{', the beginning of a command")
            }
            try readObject(&reader, body, path: "")
            try reader.end(body)
        } catch {
            fault = error
        }
    }

    private mutating func readObject(_ reader: inout JSONReader, _ body: RawSpan, path: String) throws(InferError) {
        var place = try reader.firstKeyPlace(body)
        while let key = place {
            let name = path + reader.decode(key, body)
            guard values[name] == nil else { throw InferError(.badJSON, "'\(name.prefix(100))' stands there twice") }
            try readValue(&reader, body, name: name)
            place = try reader.nextKeyPlace(body)
        }
    }

    private mutating func readValue(_ reader: inout JSONReader, _ body: RawSpan, name: String) throws(InferError) {
        switch reader.peek(body) {
        case UInt8(ascii: "{"):
            values[name] = .container("an object")
            try readObject(&reader, body, path: name + ".")
        case UInt8(ascii: "["):
            values[name] = .container("an array")
            try reader.skipValue(body)
        case UInt8(ascii: "\""):
            let text = reader.decode(try reader.scanString(body), body)
            guard text.utf8.count <= Self.longestText else {
                throw InferError(.badInput, "'\(name.prefix(100))' has more than \(Self.longestText) bytes")
            }
            values[name] = .text(text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            values[name] = .number(try reader.scanNumber(body).double(body))
        case let first:
            try reader.skipValue(body)
            values[name] = first == UInt8(ascii: "n") ? .null : .bool(first == UInt8(ascii: "t"))
        }
    }

    // MARK: members

    /// A string; nil where it is missing or null.
    func text(_ name: String) throws(InferError) -> String? {
        switch values[name] {
        case nil, .null: return nil
        case .text(let text): return text
        case .some(let value): throw Self.wrongKind(name, value, expected: "a string")
        }
    }

    /// True or false; nil where it is missing or null.
    func bool(_ name: String) throws(InferError) -> Bool? {
        switch values[name] {
        case nil, .null: return nil
        case .bool(let isTrue): return isTrue
        case .some(let value): throw Self.wrongKind(name, value, expected: "true or false")
        }
    }

    /// A number within bounds; nil where it is missing or null.
    func number(_ name: String, in range: ClosedRange<Double>) throws(InferError) -> Double? {
        switch values[name] {
        case nil, .null: return nil
        case .number(let number):
            guard range.contains(number) else {
                throw InferError(
                    .badInput,
                    "'\(name)' is \(number), expected \(range.lowerBound) to \(range.upperBound)"
                )
            }
            return number
        case .some(let value): throw Self.wrongKind(name, value, expected: "a number")
        }
    }

    /// A whole number within bounds; nil where it is missing or null.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(InferError) -> Int? {
        guard let number = try number(name, in: -1e15...1e15) else { return nil }
        guard let integer = Int(exactly: number), range.contains(integer) else {
            throw InferError(
                .badInput,
                "'\(name)' is \(number), expected a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return integer
    }

    /// Checks that an object stands there, or nothing.
    func object(_ name: String) throws(InferError) {
        switch values[name] {
        case nil, .null, .container("an object"): return
        case .some(let value): throw Self.wrongKind(name, value, expected: "an object")
        }
    }

    private static func wrongKind(_ name: String, _ value: Value, expected: String) -> InferError {
        InferError(.badInput, "'\(name)' is \(value.kind), expected \(expected)")
    }
}
