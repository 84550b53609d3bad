/// A part of what tells one device's readings from another's.
public enum KeyPart: Sendable, Hashable, CustomStringConvertible {
    /// A level of the topic, counted from 0: `$topic[1]`.
    case topicLevel(Int)
    /// A text or a number in the payload.
    case field(FieldPath)

    /// Reads `$topic[1]`, or a path.
    /// - Throws: what in the text is neither.
    public init(_ text: String) throws(PlanError) {
        guard text.hasPrefix("$topic") else {
            self = .field(try FieldPath(text))
            return
        }
        let digits = text.dropFirst("$topic[".count).dropLast()
        guard text.hasPrefix("$topic["), text.hasSuffix("]"), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let level = Int(digits), level < 128
        else { throw PlanError("'\(text.prefix(100))' is not a topic level such as $topic[1], counted from 0") }
        self = .topicLevel(level)
    }

    /// The part as it is written.
    public var description: String {
        switch self {
        case .topicLevel(let level): "$topic[\(level)]"
        case .field(let path): path.description
        }
    }
}
