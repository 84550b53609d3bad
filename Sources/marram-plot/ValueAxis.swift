/// The upright axis of a panel: from values to pixels.
struct ValueAxis {
    let low, high: Double
    private let top, height: Double

    /// Reaches over all values of a panel and its threshold, with a little room above and below.
    init(_ panel: PlotDocument.Panel, top: Double, height: Double) {
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in panel.series.lazy.flatMap(\.values) where !value.isNaN {
            low = min(low, value)
            high = max(high, value)
        }
        if let threshold = panel.threshold { (low, high) = (min(low, threshold), max(high, threshold)) }
        if low > high { (low, high) = (0, 1) }
        let size = max(abs(low), abs(high))
        // What hardly changes is drawn as a level line, not as a picture of rounding.
        let room = high - low > size * 1e-9 ? (high - low) * 0.06 : max(size * 0.05, 1e-9)
        self.low = low - room
        self.high = high + room
        self.top = top
        self.height = height
    }

    /// The pixel of a value.
    func y(_ value: Double) -> Double { top + (high - value) / (high - low) * height }

    /// Round values for ticks, two or more.
    var scale: RoundScale {
        let usual = min(Int(height / 22), 8)
        let scales = (usual...(usual + 6)).lazy.map { RoundScale(from: low, to: high, most: $0) }
        return scales.first { $0.values.count >= 2 } ?? RoundScale(from: low, to: high, most: usual)
    }
}
