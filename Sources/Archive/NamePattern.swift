/// One element of a pattern for a file's name.
enum NamePattern: Sendable, Hashable {
    case character(Unicode.Scalar)
    case anyCharacter
    case anyText
    case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    /// Reads a name's pattern; `problem` names the whole one.
    static func read(_ text: Substring, of problem: String) throws(ArchiveError) -> [NamePattern] {
        var pattern: [NamePattern] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": if pattern.last != .anyText { pattern.append(.anyText) }
            case "?": pattern.append(.anyCharacter)
            case "[": pattern.append(try characters(&rest, of: problem))
            default: pattern.append(.character(scalar))
            }
        }
        return pattern
    }

    /// Reads what follows `[`.
    private static func characters(
        _ rest: inout Substring.UnicodeScalarView,
        of problem: String
    ) throws(ArchiveError) -> NamePattern {
        let isNegated = rest.first == "!" || rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let scalar = rest.popFirst() {
            if scalar == "]", !ranges.isEmpty { return .oneOf(ranges, isNegated: isNegated) }
            guard rest.first == "-", let last = rest.dropFirst().first, last != "]" else {
                ranges.append(scalar...scalar)
                continue
            }
            guard scalar <= last else { throw ArchiveError("\(problem) has the empty range \(scalar)-\(last)") }
            rest.removeFirst(2)
            ranges.append(scalar...last)
        }
        throw ArchiveError("\(problem) has a [ without its ]")
    }

    /// True when the whole name is what the pattern says.
    static func match(_ pattern: [NamePattern], _ name: [Unicode.Scalar]) -> Bool {
        var position = 0
        var index = 0
        var star: (position: Int, index: Int)?
        while index < name.count {
            if position < pattern.count, pattern[position] == .anyText {
                star = (position, index)
                position += 1
            } else if position < pattern.count, pattern[position].accepts(name[index]) {
                position += 1
                index += 1
            } else if let last = star {
                star = (last.position, last.index + 1)
                position = last.position + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == .anyText }
    }

    private func accepts(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .character(let own): own == scalar
        case .anyCharacter, .anyText: true
        case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
        }
    }
}
