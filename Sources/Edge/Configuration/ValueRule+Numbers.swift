import Foundation

extension ValueRule where Value == Int {
    /// A whole number; `1883.0` and `1.883E3` are understood, since Greengrass hands integers on as floats.
    static func whole(_ range: ClosedRange<Int>) -> ValueRule {
        ValueRule(
            expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { text in wholeNumber(text).flatMap { range.contains($0) ? $0 : nil } },
            write: { String($0) }
        )
    }

    /// A number of things: whole, or with `k`, `M` or `G` for thousands, millions and thousands of millions.
    static func count(_ range: ClosedRange<Int>) -> ValueRule {
        let units = [("G", 1_000_000_000), ("M", 1_000_000), ("k", 1000), ("", 1)]
        return scaled(range, units: units, noun: "a count", examples: "16M, 16k or 512")
    }

    /// A number of bytes: whole, or with `B`, `KiB`, `MiB`, `GiB`, `kB`, `MB` or `GB`.
    static func size(_ range: ClosedRange<Int>) -> ValueRule {
        let units = [
            ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("MB", 1_000_000),
            ("kB", 1000),
            ("B", 1), ("", 1),
        ]
        return scaled(range, units: units, noun: "a size", examples: "128KiB, 1MB or 512")
    }

    private static func scaled(
        _ range: ClosedRange<Int>,
        units: [(name: String, factor: Int)],
        noun: String,
        examples: String
    ) -> ValueRule {
        let write: @Sendable (Int) -> String = { number in
            let fitting = units.first {
                number >= $0.factor && number.isMultiple(of: $0.factor) && !$0.name.hasSuffix("B")
            }
            let binary = units.first {
                number >= $0.factor && number.isMultiple(of: $0.factor) && $0.name.hasSuffix("iB")
            }
            guard let unit = binary ?? fitting else { return String(number) }
            return "\(number / unit.factor)\(unit.name)"
        }
        return ValueRule(
            expectation: "\(noun) such as \(examples), from \(write(range.lowerBound)) to \(write(range.upperBound))",
            read: { text in
                let text = text.trimmingCharacters(in: .whitespaces)
                let unitName = text.reversed().prefix { $0.isASCII && $0.isLetter }.reversed()
                // 1.6E7 is a number of its own.
                if let number = wholeNumber(text) { return range.contains(number) ? number : nil }
                guard let unit = units.first(where: { $0.name.lowercased() == String(unitName).lowercased() }) else {
                    return nil
                }
                let digits = text.dropLast(unitName.count).trimmingCharacters(in: .whitespaces)
                guard let number = wholeNumber(digits) else { return nil }
                let (product, overflow) = number.multipliedReportingOverflow(by: unit.factor)
                return !overflow && range.contains(product) ? product : nil
            },
            write: write
        )
    }
}

extension ValueRule {
    /// Returns the number of a text in decimal digits, with or without a fraction of zero or an exponent.
    fileprivate static func wholeNumber(_ text: String) -> Int? {
        if let number = Int(text) { return text.hasPrefix("+") ? nil : number }
        let isDecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard isDecimal, text.utf8.first.map({ "-0123456789".utf8.contains($0) }) ?? false else { return nil }
        return Double(text).flatMap { Int(exactly: $0) }
    }
}
