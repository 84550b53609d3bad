import Foundation

/// How the text of a key becomes a value, and back.
struct ValueRule<Value: Sendable>: Sendable {
    /// What the text must be, in words that follow "expected".
    let expectation: String
    /// The value of a text; nil when it is not as expected.
    let read: @Sendable (String) -> Value?
    /// The value as YAML that `read` understands.
    let write: @Sendable (Value) -> String
}

extension ValueRule {
    /// One of the words of an enumeration.
    static func choice() -> ValueRule where Value: CaseIterable & RawRepresentable<String> {
        ValueRule(
            expectation: Value.allCases.map(\.rawValue).joined(separator: ", ").replacingLastComma,
            read: { Value(rawValue: $0.lowercased()) },
            write: { YAMLText($0.rawValue).description }
        )
    }

    /// The word `auto` for nil, or what `rule` reads.
    static func auto<Wrapped: Sendable>(or rule: ValueRule<Wrapped>) -> ValueRule where Value == Wrapped? {
        ValueRule(
            expectation: "auto or \(rule.expectation)",
            read: { text in text.lowercased() == "auto" ? .some(nil) : rule.read(text).map { .some($0) } },
            write: { $0.map(rule.write) ?? "auto" }
        )
    }
}

extension ValueRule where Value == Bool {
    /// `true` or `false`, or YAML 1.1's other words for them.
    static let boolean = ValueRule(
        expectation: "true or false",
        read: { text in
            switch text.lowercased() {
            case "true", "yes", "on": true
            case "false", "no", "off": false
            default: nil
            }
        },
        write: { String($0) }
    )
}

extension String {
    /// `a, b or c` for `a, b, c`.
    fileprivate var replacingLastComma: String {
        guard let comma = range(of: ", ", options: .backwards) else { return self }
        return replacingCharacters(in: comma, with: " or ")
    }
}
