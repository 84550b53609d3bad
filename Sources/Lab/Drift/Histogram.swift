import Drift

/// How the values of two sides are spread, as shares of bins or of names.
struct Histogram: Sendable {
    /// A bin or a name.
    struct Bar: Sendable {
        /// The name, or the bin's ends.
        let label: String
        /// The part of the reference's values in it.
        let reference: Double
        /// The part of the current values in it.
        let current: Double
    }

    /// The bars: bins in order, or names, the most frequent first.
    let bars: [Bar]
    /// The ends of all bins of numbers; nil for names.
    let ends: (least: Double, greatest: Double)?

    /// The most names that are shown.
    private static let mostNames = 12
    /// Bins of numbers.
    private static let bins = 24

    /// The largest share.
    var highest: Double { bars.reduce(0) { max($0, $1.reference, $1.current) } }

    /// Of names with their counts, others last.
    init(names: [String], reference: [Int], current: [Int]) {
        let (n, m) = (Double(max(1, reference.reduce(0, +))), Double(max(1, current.reduce(0, +))))
        let all = (names + [CategoryReference.other]).indices.map { index in
            Bar(
                label: index < names.count ? names[index] : CategoryReference.other,
                reference: Double(reference[index]) / n,
                current: Double(current[index]) / m
            )
        }
        let sorted = all.filter { $0.reference + $0.current > 0 }
            .sorted { max($0.reference, $0.current) > max($1.reference, $1.current) }
        bars = Array(sorted.prefix(Self.mostNames))
        ends = nil
    }

    /// Of numbers; what lies far out counts in the first and the last bin.
    ///
    /// - Parameters:
    ///   - reference: The reference's numbers, those of a sample, or quantiles that stand for them; ascending.
    ///   - current: The current numbers, ascending.
    init(numbers reference: [Double], _ current: [Double]) {
        guard let scale = Scale(reference, current) else {
            (bars, ends) = ([], nil)
            return
        }
        let (before, now) = (scale.shares(reference), scale.shares(current))
        bars = before.indices.map { bin in
            let (from, to) = (scale.edge(bin), scale.edge(bin + 1))
            return Bar(
                label: "\(Figures.short(from)) to \(Figures.short(to))",
                reference: before[bin],
                current: now[bin]
            )
        }
        ends = (scale.edge(0), scale.edge(scale.bins))
    }

    /// Equal bins over the range of most numbers; reckoned in halves, since the range of two finite numbers may be infinite.
    private struct Scale {
        let least: Double
        let span: Double
        let bins: Int

        init?(_ one: [Double], _ other: [Double]) {
            let places = [one, other].filter { !$0.isEmpty }
            guard let low = places.map({ Self.part(0.005, $0) }).min(),
                let high = places.map({ Self.part(0.995, $0) }).max()
            else { return nil }
            let isWhole = places.allSatisfy { $0.allSatisfy { $0 == $0.rounded() } }
            if isWhole, low.magnitude < 1e9, high - low < 40 {
                // A bin for each whole number.
                (least, span, bins) = (low / 2 - 0.25, (high - low + 1) / 2, Int(high - low) + 1)
            } else {
                let half = high / 2 - low / 2
                let least = half > 0 ? low / 2 : low / 2 - max(0.25, low.magnitude / 8)
                (self.least, span, bins) = (least, half > 0 ? half : max(0.5, low.magnitude / 4), Histogram.bins)
            }
        }

        func edge(_ index: Int) -> Double {
            let edge = (least + span * (Double(index) / Double(bins))) * 2
            return max(-.greatestFiniteMagnitude, min(.greatestFiniteMagnitude, edge))
        }

        func shares(_ values: [Double]) -> [Double] {
            var shares = [Double](repeating: 0, count: bins)
            for value in values {
                let place = (value / 2 - least) / span * Double(bins)
                shares[Int(max(0, min(Double(bins) - 1, place)))] += 1 / Double(values.count)
            }
            return shares
        }

        private static func part(_ place: Double, _ sorted: [Double]) -> Double {
            sorted[Int((Double(sorted.count - 1) * place).rounded())]
        }
    }
}
