extension ValueRule where Value == Duration {
    private static var units: [(name: String, milliseconds: Int64)] {
        [("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60000), ("s", 1000)]
    }

    /// A whole number with `ms`, `s`, `m`, `h` or `d`; with `wholeSeconds` it must come out as whole seconds.
    static func duration(_ range: ClosedRange<Duration>, wholeSeconds: Bool = false) -> ValueRule {
        let bounds = "from \(text(range.lowerBound)) to \(text(range.upperBound))"
        return ValueRule(
            expectation: wholeSeconds
                ? "a duration in whole seconds such as 5s, 2m, 1h or 7d, \(bounds)"
                : "a duration such as 500ms, 5s, 2m, 1h or 7d, \(bounds)",
            read: { text in
                guard let unit = units.first(where: { text.hasSuffix($0.name) }),
                    let number = Int64(text.dropLast(unit.name.count)), !text.hasPrefix("+")
                else { return nil }
                let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
                guard !overflow, !wholeSeconds || milliseconds.isMultiple(of: 1000) else { return nil }
                let duration = Duration.milliseconds(milliseconds)
                return range.contains(duration) ? duration : nil
            },
            write: { text($0) }
        )
    }

    /// Writes whole milliseconds with the largest unit that divides them.
    private static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let unit = units.dropFirst().first {
            milliseconds >= $0.milliseconds && milliseconds.isMultiple(of: $0.milliseconds)
                || milliseconds == 0 && $0.name == "s"
        }
        guard let unit else { return "\(milliseconds)ms" }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}
