import Drift

/// How numbers vary together, on the page.
struct RowCard {
    private let rows: RowComparison

    init(_ rows: RowComparison) { self.rows = rows }

    var html: String {
        let badge =
            rows.limits == nil
            ? "<span class=\"soft\">not judged: the reference has too few rows</span>" : PageBadge.html(rows.verdict)
        let limits = [rows.limits?.warning, rows.limits?.drift].map { $0.map(PageNumber.short) ?? "–" }
        var lines = [
            FeatureCard.row(
                "mean PCA error",
                [PageNumber.short(rows.referenceError), PageNumber.short(rows.currentError)] + limits
            ),
            FeatureCard.row("rows beyond the limit of T²", ["1.0 %", PageNumber.percent(rows.beyondTSquared), "", ""]),
            FeatureCard.row(
                "rows beyond the limit of Q",
                ["1.0 %", PageNumber.percent(rows.beyondSquaredError), "", ""]
            ),
        ]
        if let test = rows.hotelling {
            let values = "F \(PageNumber.short(test.f)), p \(PageNumber.probability(test.probability))"
            lines.append(
                FeatureCard.row("Hotelling’s T² of the means", ["", PageNumber.short(test.tSquared), values, ""])
            )
        }
        return
            "<h2>Numbers together</h2>\n<section class=\"card\">\n<div class=\"top\"><p>\(rows.features.count) numbers, "
            + "\(rows.components) component(s), \(rows.rows) whole rows</p>\(badge)</div>\n<div class=\"wide\">"
            + FeatureCard.table(["", "reference", "current", "warning above", "drift above"], lines)
            + "</div>\n<p class=\"soft\">Most of the error: \(shares)</p>\n</section>"
    }

    /// The features that have the largest part in the error of most rows.
    private var shares: String {
        zip(rows.features, rows.contributions).sorted { $0.1 > $1.1 }.prefix(5).filter { $0.1 > 0 }
            .map { "\(MarkupText.escaped($0.0, most: 40)) in \(PageNumber.percent($0.1)) of the rows" }
            .joined(separator: ", ")
    }
}
