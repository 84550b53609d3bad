/// Where a value stands in a payload: `$.v.x`, `$.a[0]`, `$['a.b']`, or `$` for the payload itself.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    /// One step down.
    public enum Step: Sendable, Hashable {
        /// Into the member of an object, or the column of a CSV line.
        case key(String)
        /// To the element of an array, or the column of a CSV line, counted from 0.
        case index(Int)
    }

    /// The most steps that a path may have.
    public static let deepest = 16
    /// The largest index.
    static let largestIndex = 65_535

    /// The steps from the payload down.
    public let steps: [Step]

    /// The column of that name.
    public init(column: String) { steps = [.key(column)] }

    /// Reads a path.
    /// - Throws: what in the text is no path, and how one looks.
    public init(_ text: String) throws(PlanError) {
        var rest = text[...]
        guard rest.popFirst() == "$" else { throw Self.broken(text, "begin it with '$'") }
        var steps: [Step] = []
        while let mark = rest.popFirst() {
            switch mark {
            case ".":
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { throw Self.broken(text, "put a name behind every '.'") }
                steps.append(.key(String(name)))
                rest = rest[name.endIndex...]
            case "[": steps.append(try Self.bracketed(&rest, text))
            default: throw Self.broken(text, "'.' or '[' separates its steps")
            }
        }
        guard steps.count <= Self.deepest else { throw Self.broken(text, "at most \(Self.deepest) steps") }
        self.steps = steps
    }

    /// The path as text, as short as it can be written.
    public var description: String {
        var text = "$"
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let name) where name.isEmpty || name.contains(where: { $0 == "." || $0 == "[" }):
                text += "['\(name)']"
            case .key(let name): text += ".\(name)"
            }
        }
        return text
    }

    /// True when the other leads through here, or here.
    func isPrefix(of other: FieldPath) -> Bool { other.steps.starts(with: steps) }

    private static func bracketed(_ rest: inout Substring, _ text: String) throws(PlanError) -> Step {
        if rest.first == "'" {
            rest.removeFirst()
            guard let end = rest.range(of: "']") else { throw broken(text, "close a quoted name with ']") }
            defer { rest = rest[end.upperBound...] }
            return .key(String(rest[..<end.lowerBound]))
        }
        let digits = rest.prefix { $0 != "]" }
        guard digits.endIndex < rest.endIndex, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let index = Int(digits), index <= largestIndex
        else { throw broken(text, "an index is a whole number from 0 to \(largestIndex) in brackets, as in $.a[0]") }
        rest = rest[digits.endIndex...].dropFirst()
        return .index(index)
    }

    private static func broken(_ text: String, _ remedy: String) -> PlanError {
        PlanError("'\(text.prefix(100))' is not a path such as $.temp, $.v.x, $.a[0] or $['a.b']: \(remedy)")
    }
}

extension Substring {
    /// Where a text first stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
