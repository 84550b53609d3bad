import Drift

/// One feature on the page: its histogram, its statistics with their limits, and both sides in numbers.
struct FeatureCard {
    private let feature: FeatureComparison

    init(_ feature: FeatureComparison) { self.feature = feature }

    var html: String {
        let name = MarkupText.escaped(feature.name)
        let scope = feature.scope == .input ? "" : ", \(feature.scope.rawValue)"
        var parts = [
            "<div class=\"top\"><h3>\(name)</h3>\(PageBadge.html(feature.verdict))</div>",
            "<p class=\"soft\">\(feature.kind.rawValue)\(scope)\(reasons)</p>",
            HistogramPicture(feature.histogram, title: "Histogram of \(feature.name)").svg,
        ]
        if feature.current.count == 0 { parts.append("<p>No value in any current row.</p>") }
        if !feature.unseenNames.isEmpty { parts.append(unseen) }
        if !feature.judgements.isEmpty { parts.append(statistics) }
        parts.append(sides)
        return "<section class=\"card\">\n\(parts.filter { !$0.isEmpty }.joined(separator: "\n"))\n</section>"
    }

    private var reasons: String {
        let names = feature.reasons.map { WindowStatistic(rawValue: $0)?.title ?? $0 }
        return names.isEmpty ? "" : "; beyond its limit: \(names.joined(separator: ", "))"
    }

    private var unseen: String {
        let names = feature.unseenNames.map { "“\(MarkupText.escaped($0, most: 40))”" }.joined(separator: ", ")
        return "<p>\(feature.unseen) row(s) with names that the reference does not have: \(names)</p>"
    }

    private var statistics: String {
        let rows = feature.judgements.map { judgement in
            Self.row(
                judgement.statistic.title,
                [judgement.value, judgement.limits.warning, judgement.limits.drift].map(PageNumber.short)
            )
        }
        return Self.table(["statistic", "value", "warning above", "drift above"], rows + tests)
    }

    private var tests: [String] {
        if let test = feature.numbers?.kolmogorovSmirnov {
            return [Self.row("KS p", [PageNumber.probability(test.probability), "", ""])]
        }
        guard let test = feature.names?.chiSquared else { return [] }
        return [
            Self.row("χ², df \(test.degrees)", [PageNumber.short(test.statistic), "", ""]),
            Self.row("χ² p", [PageNumber.probability(test.probability), "", ""]),
        ]
    }

    private var sides: String {
        let (before, now) = (feature.reference, feature.current)
        var rows = [
            Self.row("rows", ["\(before.rows)", "\(now.rows)"]),
            Self.row("missing", [before.missingRate, now.missingRate].map(PageNumber.percent)),
        ]
        if before.nonFinite + now.nonFinite > 0 {
            rows.append(Self.row("not finite", ["\(before.nonFinite)", "\(now.nonFinite)"]))
        }
        for (name, one, other) in [
            ("mean", before.mean, now.mean), ("standard deviation", before.deviation, now.deviation),
            ("least", before.least, now.least), ("greatest", before.greatest, now.greatest),
        ] where one != nil || other != nil {
            rows.append(Self.row(name, [one, other].map { $0.map(Figures.short) ?? "–" }))
        }
        return Self.table(["", "reference", "current"], rows)
    }

    static func table(_ head: [String], _ rows: [String]) -> String {
        let heads = head.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return "<table>\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n\(rows.joined(separator: "\n"))\n</tbody>\n</table>"
    }

    static func row(_ name: String, _ cells: [String]) -> String {
        "<tr><td>\(name)</td>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
}

extension WindowStatistic {
    /// The name that people know it by.
    var title: String {
        switch self {
        case .psi: "PSI"
        case .jensenShannon: "Jensen-Shannon"
        case .kolmogorovSmirnov: "KS D"
        case .wasserstein: "Wasserstein"
        case .lInfinity: "L∞"
        }
    }
}
