import Foundation

/// Numbers as people read them.
enum Figures {
    /// A number to four significant digits.
    static func short(_ value: Double) -> String { String(format: "%.4g", value) }

    /// Numbers counted into `bins` equal parts, as lines of text: from, to, count, bar.
    static func histogram(_ values: [Double], bins: Int = 12) -> String {
        guard let low = values.min(), let high = values.max() else { return "" }
        let width = high > low ? (high - low) / Double(bins) : 1
        var counts = [Int](repeating: 0, count: bins)
        for value in values { counts[min(bins - 1, Int((value - low) / width))] += 1 }
        let most = counts.reduce(1, max)
        return counts.enumerated().map { bin, count in
            let from = String(format: "%12.5g", low + Double(bin) * width)
            let bar = String(repeating: "#", count: (count * 50 + most - 1) / most)
            return "\(from) \(String(format: "%7d", count)) \(bar)".trimmingSuffix(" ")
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
