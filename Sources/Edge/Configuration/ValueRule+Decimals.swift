import Foundation

extension ValueRule where Value == Double {
    /// A finite number that satisfies a condition, which `words` says.
    static func number(_ words: String, _ holds: @escaping @Sendable (Double) -> Bool = { _ in true }) -> ValueRule {
        ValueRule(
            expectation: words,
            read: { text in
                let isPlain = text.utf8.allSatisfy { byte in
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
                }
                guard isPlain, let number = Double(text), number.isFinite, holds(number) else { return nil }
                return number
            },
            write: { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : String($0) }
        )
    }

    /// Any finite number.
    static let number = number("a number")
    /// A finite number above 0.
    static let positive = number("a number above 0") { $0 > 0 }
}
