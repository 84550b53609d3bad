/// A version of up to four numbers, such as 1.20.1.
struct PlainVersion: Comparable {
    private let numbers: [Int]

    /// Reads numbers with points between them, up to a `-` or `+`; nil for anything else.
    init?(_ text: String) {
        let plain = text.prefix { $0 != "-" && $0 != "+" }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard (1...9).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(part)
            else { return nil }
            numbers.append(number)
        }
        self.numbers = numbers + Array(repeating: 0, count: 4 - numbers.count)
    }

    static func < (left: PlainVersion, right: PlainVersion) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }
}

/// A lowest version such as `>=1.20`.
struct LowestVersion {
    private let lowest: PlainVersion

    /// Reads `>=` and a version; nil for anything else.
    init?(_ text: String) {
        guard text.hasPrefix(">="), let lowest = PlainVersion(String(text.dropFirst(2).drop { $0 == " " })) else {
            return nil
        }
        self.lowest = lowest
    }

    /// True for a version that is not lower; false for a text that is none.
    func admits(_ version: String) -> Bool { PlainVersion(version).map { $0 >= lowest } ?? false }
}
