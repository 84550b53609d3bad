import Foundation

/// A histogram as SVG: the reference as bars, what is compared as a line, or as the lower one of two bars.
struct HistogramPicture {
    private let histogram: Histogram
    private let title: String

    init(_ histogram: Histogram, title: String) {
        self.histogram = histogram
        self.title = MarkupText.escaped(title, most: 80)
    }

    /// The picture; nothing where there is nothing to show.
    var svg: String {
        guard !histogram.bars.isEmpty, histogram.highest > 0 else { return "" }
        return histogram.ends == nil ? names : numbers
    }

    // MARK: - Numbers

    private static let (width, height, top, bottom) = (480.0, 168.0, 22.0, 146.0)

    private var numbers: String {
        let bars = histogram.bars
        let step = Self.width / Double(bars.count)
        var body: [String] = []
        var line = ""
        for (index, bar) in bars.enumerated() {
            let (x, high) = (Double(index) * step, y(bar.reference))
            let place = "x=\"\(number(x + 0.5))\" y=\"\(number(high))\" width=\"\(number(step - 1))\""
            body.append("<rect class=\"ref\" \(place) height=\"\(number(Self.bottom - high))\"/>")
            line += "\(index == 0 ? "M" : "L")\(number(x)) \(number(y(bar.current)))H\(number(x + step))"
        }
        body.append("<path class=\"cur\" d=\"\(line)\"/>")
        for (index, bar) in bars.enumerated() {
            let place = "x=\"\(number(Double(index) * step))\" y=\"\(number(Self.top))\" width=\"\(number(step))\""
            body.append("<rect class=\"hit\" \(place) height=\"\(number(Self.bottom - Self.top))\">\(tip(bar))</rect>")
        }
        let axis = "<path class=\"axis\" d=\"M0 \(number(Self.bottom))H\(number(Self.width))\"/>"
        let ends = histogram.ends.map { ends in
            "<text x=\"0\" y=\"163\">\(Figures.short(ends.least))</text>"
                + "<text x=\"480\" y=\"163\" class=\"end\">\(Figures.short(ends.greatest))</text>"
        }
        let most = "<text x=\"0\" y=\"14\">\(percent(histogram.highest))</text>"
        return frame(Self.height, body + [axis, most, ends ?? ""])
    }

    private func y(_ share: Double) -> Double {
        Self.bottom - share / histogram.highest * (Self.bottom - Self.top)
    }

    // MARK: - Names

    private static let (row, start, longest) = (30.0, 150.0, 180.0)

    private var names: String {
        let lines = histogram.bars.enumerated().map { index, bar in
            let y = Double(index) * Self.row + 4
            func rect(_ kind: String, _ share: Double, _ y: Double) -> String {
                let width = share / histogram.highest * Self.longest
                return
                    "<rect class=\"\(kind)\" x=\"\(number(Self.start))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"9\"/>"
            }
            let percents = "\(percent(bar.reference)) → \(percent(bar.current))"
            let end = Self.start + max(bar.reference, bar.current) / histogram.highest * Self.longest
            return
                "<g>\(tip(bar))<text x=\"0\" y=\"\(number(y + 14))\">\(MarkupText.escaped(bar.label, most: 16))</text>"
                + rect("ref", bar.reference, y) + rect("now", bar.current, y + 10)
                + "<text x=\"\(number(end + 6))\" y=\"\(number(y + 14))\">\(percents)</text></g>"
        }
        return frame(Double(histogram.bars.count) * Self.row + 4, lines)
    }

    // MARK: - Both

    private func frame(_ height: Double, _ body: [String]) -> String {
        "<svg viewBox=\"0 0 480 \(number(height))\" role=\"img\" aria-label=\"\(title)\">\(body.joined(separator: "\n"))</svg>"
    }

    private func tip(_ bar: Histogram.Bar) -> String {
        "<title>\(MarkupText.escaped(bar.label, most: 80)): reference \(percent(bar.reference)), "
            + "current \(percent(bar.current))</title>"
    }

    private func number(_ value: Double) -> String { String(format: "%.1f", value) }
    private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
