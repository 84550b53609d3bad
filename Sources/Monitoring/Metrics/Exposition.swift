/// Writes metrics in Prometheus' text format 0.0.4.
package struct Exposition: Sendable {
    /// What the text is called in HTTP.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text so far.
    package private(set) var text = ""

    /// Begins an empty one.
    package init() {}

    /// Writes all values of a metric; nothing where there are none.
    ///
    /// - Parameters:
    ///   - metric: which.
    ///   - values: each with the values of its labels, in the order of the metric.
    package mutating func write(_ metric: Metric, _ values: [(labels: [String], value: Double)]) {
        guard !values.isEmpty else { return }
        begin(metric)
        for (labels, value) in values { line(metric.name, Self.pairs(metric, labels), Self.number(value)) }
    }

    /// Writes one value of a metric without labels; nil: it is not known.
    package mutating func write(_ metric: Metric, _ value: Double?) {
        write(metric, value.map { [([], $0)] } ?? [])
    }

    /// The same, of a whole number.
    package mutating func write(_ metric: Metric, _ value: Int?) { write(metric, value.map(Double.init)) }

    /// Writes histograms of durations, in seconds.
    package mutating func write(_ metric: Metric, histograms: [(labels: [String], histogram: Histogram)]) {
        guard !histograms.isEmpty else { return }
        begin(metric)
        for (labels, histogram) in histograms {
            let bounds = Histogram.bounds.map { Double($0) / 1e6 }
            let sum = Double(histogram.sum) / 1e6
            lines(metric, labels, bounds, histogram.cumulative, sum: sum, count: histogram.count)
        }
    }

    /// Writes histograms with bounds of their own: counts at or below each, the sum, the count.
    mutating func write(_ metric: Metric, bounds: [Double], _ values: [([String], [Int], Int, Int)]) {
        guard !values.isEmpty else { return }
        begin(metric)
        for (labels, cumulative, sum, count) in values {
            lines(metric, labels, bounds, cumulative, sum: Double(sum), count: count)
        }
    }

    private mutating func lines(
        _ metric: Metric,
        _ labels: [String],
        _ bounds: [Double],
        _ cumulative: [Int],
        sum: Double,
        count: Int
    ) {
        let pairs = Self.pairs(metric, labels)
        for (bound, below) in zip(bounds, cumulative) {
            line(metric.name + "_bucket", pairs + [Self.pair("le", Self.number(bound))], "\(below)")
        }
        line(metric.name + "_bucket", pairs + [Self.pair("le", "+Inf")], "\(count)")
        line(metric.name + "_sum", pairs, Self.number(sum))
        line(metric.name + "_count", pairs, "\(count)")
    }

    private mutating func begin(_ metric: Metric) {
        let help = metric.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        text += "# HELP \(metric.name) \(help)\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ pairs: [String], _ value: String) {
        text += name
        if !pairs.isEmpty { text += "{" + pairs.joined(separator: ",") + "}" }
        text += " " + value + "\n"
    }

    private static func pairs(_ metric: Metric, _ values: [String]) -> [String] {
        zip(metric.labels, values).map { pair($0, $1) }
    }

    private static func pair(_ name: String, _ value: String) -> String { "\(name)=\"\(escaped(value))\"" }

    /// A label's value: backslash, quote and line feed are escaped.
    static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// A number as the format has it: whole ones without a point, `NaN`, `+Inf`, `-Inf`.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int(exactly: value) { return "\(whole)" }
        return "\(value)"
    }
}
