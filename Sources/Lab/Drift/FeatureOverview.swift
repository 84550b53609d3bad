import Drift
import Foundation

/// All features as a table, those that have changed most first.
struct FeatureOverview {
    private let report: ComparisonReport

    init(_ report: ComparisonReport) { self.report = report }

    var html: String {
        let head = ["feature", "verdict", "type", "missing", "PSI", "JS", "KS D", "Wasserstein", "L∞", "p"]
        let rows = report.sorted.map { feature in
            let statistics: [WindowStatistic] = [.psi, .jensenShannon, .kolmogorovSmirnov, .wasserstein, .lInfinity]
            let cells =
                [feature.kind.rawValue, PageNumber.percent(feature.current.missingRate)]
                + statistics.map { statistic in
                    feature.judgements.first { $0.statistic == statistic }.map { PageNumber.short($0.value) } ?? "–"
                } + [feature.probability.map(PageNumber.probability) ?? "–"]
            let name = "<td class=\"name\">\(MarkupText.escaped(feature.name, most: 60))</td>"
            return "<tr>\(name)<td>\(PageBadge.html(feature.verdict))</td>"
                + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
        }
        let heads = head.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return
            "<h2>Features</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Features\"><table>\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n"
            + rows.joined(separator: "\n") + "\n</tbody>\n</table></div>"
    }
}

extension FeatureComparison {
    /// The probability of the distance without a change: Kolmogorov-Smirnov's, or chi-squared's.
    var probability: Double? { numbers?.kolmogorovSmirnov.probability ?? names?.chiSquared.probability }
}

/// Numbers as people read them on the page.
enum PageNumber {
    static func short(_ value: Double) -> String { String(format: "%.3g", value) }
    static func percent(_ part: Double) -> String { String(format: "%.1f %%", part * 100) }
    static func probability(_ value: Double) -> String { value < 1e-4 ? "&lt; 0.0001" : String(format: "%.4f", value) }
}
