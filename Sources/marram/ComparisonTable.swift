import Drift
import Foundation
import Lab

/// A comparison for people.
enum ComparisonTable {
    /// All of it, as lines.
    static func text(_ report: ComparisonReport) -> String {
        var lines = [
            "reference: \(report.reference), \(report.referenceRows) rows",
            "current: \(report.current), \(report.currentRows) rows", "",
        ]
        let numbers = report.features.filter { $0.kind == .numeric }
        if !numbers.isEmpty { lines += numericLines(numbers) + [""] }
        let names = report.features.filter { $0.kind != .numeric }
        if !names.isEmpty { lines += categoryLines(names) + [""] }
        if let rows = report.rows { lines += rowLines(rows) + [""] }
        lines += report.notes.map { "note: \(printable($0))" }
        let changed =
            report.sorted.filter { $0.verdict == .drift }.map { printable($0.name) }
            + (report.rows?.verdict == .drift ? ["numbers together"] : [])
        lines.append(
            "verdict: \(report.verdict.rawValue)" + (changed.isEmpty ? "" : " (\(changed.joined(separator: ", ")))")
        )
        return lines.joined(separator: "\n")
    }

    private static func numericLines(_ features: [FeatureComparison]) -> [String] {
        let head = [
            "numbers", "rows", "missing", "psi/limit", "js/limit", "ks/limit", "ks p", "wasserstein/limit", "verdict",
        ]
        return TextTable.lines(
            head,
            features.map { feature in
                [name(feature), "\(feature.current.rows)", percent(feature.current.missingRate)]
                    + [WindowStatistic.psi, .jensenShannon, .kolmogorovSmirnov].map { cell(feature, $0) }
                    + [probability(feature.numbers?.kolmogorovSmirnov.probability), cell(feature, .wasserstein)]
                    + [verdict(feature)]
            }
        )
    }

    private static func categoryLines(_ features: [FeatureComparison]) -> [String] {
        let head = [
            "categories", "rows", "missing", "psi/limit", "js/limit", "linf/limit", "chi2", "chi2 p", "unseen",
            "verdict",
        ]
        let lines = TextTable.lines(
            head,
            features.map { feature in
                [name(feature), "\(feature.current.rows)", percent(feature.current.missingRate)]
                    + [WindowStatistic.psi, .jensenShannon, .lInfinity].map { cell(feature, $0) }
                    + [feature.names.map { short($0.chiSquared.statistic) } ?? "-"]
                    + [probability(feature.names?.chiSquared.probability), "\(feature.unseen)", verdict(feature)]
            }
        )
        return lines
            + features.filter { !$0.unseenNames.isEmpty }.map { feature in
                "  unseen in \(name(feature)): \(feature.unseenNames.map(Self.printable).joined(separator: ", "))"
            }
    }

    private static func rowLines(_ rows: RowComparison) -> [String] {
        let limit = rows.limits.map { short($0.drift) } ?? "-"
        var lines = TextTable.lines(
            ["together", "rows", "pca error", "in reference", "limit", "beyond T2", "beyond Q", "verdict"],
            [
                [
                    "\(rows.features.count) numbers, \(rows.components) component(s)", "\(rows.rows)",
                    short(rows.currentError), short(rows.referenceError), limit, percent(rows.beyondTSquared),
                    percent(rows.beyondSquaredError),
                    rows.limits == nil ? "not judged, too few reference rows" : rows.verdict.rawValue,
                ]
            ]
        )
        if let test = rows.hotelling {
            lines.append("  means: T2 \(short(test.tSquared)), F \(short(test.f)), p \(probability(test.probability))")
        }
        return lines
    }

    private static func cell(_ feature: FeatureComparison, _ statistic: WindowStatistic) -> String {
        guard let found = feature.judgements.first(where: { $0.statistic == statistic }) else { return "-" }
        return "\(short(found.value))/\(short(found.limits.drift))"
    }

    private static func verdict(_ feature: FeatureComparison) -> String {
        let reasons = feature.reasons
        return feature.verdict.rawValue + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", "))
    }

    private static func name(_ feature: FeatureComparison) -> String {
        printable(feature.name) + (feature.scope == .input ? "" : " (\(feature.scope.rawValue))")
    }

    /// A text from a file without what a terminal takes for a command.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 })
        )
    }

    private static func short(_ value: Double) -> String { String(format: "%.3g", value) }
    private static func percent(_ part: Double) -> String { String(format: "%.1f %%", part * 100) }
    private static func probability(_ value: Double?) -> String { value.map { String(format: "%.2g", $0) } ?? "-" }
}
