import Drift
import Foundation
import Lab

/// A comparison for programs.
enum ComparisonJSON {
    /// All of it.
    static func text(_ report: ComparisonReport) throws -> String {
        try JSONText.page(
            Document(
                schema_version: 1,
                reference: Source(name: report.reference, rows: report.referenceRows),
                current: Source(name: report.current, rows: report.currentRows),
                verdict: report.verdict.rawValue,
                features: report.features.map(Feature.init),
                multivariate: report.rows.map(Rows.init),
                notes: report.notes
            )
        )
    }

    private struct Document: Encodable {
        let schema_version: Int
        let reference: Source
        let current: Source
        let verdict: String
        let features: [Feature]
        let multivariate: Rows?
        let notes: [String]
    }

    private struct Source: Encodable {
        let name: String
        let rows: Int
    }

    private struct Feature: Encodable {
        let name: String
        let type: String
        let scope: String
        let verdict: String
        let reasons: [String]
        let reference: Side
        let current: Side
        let statistics: [String: Statistic]
        let missing_z: Double?
        let missing_p: Double?
        let ks_p: Double?
        let wasserstein_raw: Double?
        let chi2: Double?
        let chi2_degrees: Int?
        let chi2_p: Double?
        let unseen: Int?
        let unseen_names: [String]?

        init(_ feature: FeatureComparison) {
            name = feature.name
            type = feature.kind.rawValue
            scope = feature.scope.rawValue
            verdict = feature.verdict.rawValue
            reasons = feature.reasons
            reference = Side(feature.reference)
            current = Side(feature.current)
            statistics = Dictionary(
                feature.judgements.map { ($0.statistic.rawValue, Statistic($0)) },
                uniquingKeysWith: { first, _ in first }
            )
            missing_z = feature.missingRate?.z
            missing_p = feature.missingRate?.probability
            ks_p = feature.numbers?.kolmogorovSmirnov.probability
            wasserstein_raw = feature.numbers?.wasserstein.distance
            chi2 = feature.names?.chiSquared.statistic
            chi2_degrees = feature.names?.chiSquared.degrees
            chi2_p = feature.names?.chiSquared.probability
            unseen = feature.kind == .numeric ? nil : feature.unseen
            unseen_names = feature.kind == .numeric ? nil : feature.unseenNames
        }
    }

    private struct Side: Encodable {
        let rows: Int
        let missing: Int
        let non_finite: Int
        let mean: Double?
        let sd: Double?
        let min: Double?
        let max: Double?

        init(_ side: FeatureComparison.Side) {
            rows = side.rows
            missing = side.missing
            non_finite = side.nonFinite
            mean = side.mean
            sd = side.deviation
            min = side.least
            max = side.greatest
        }
    }

    private struct Statistic: Encodable {
        let value: Double
        let warning: Double
        let drift: Double
        let verdict: String

        init(_ judgement: WindowJudgement) {
            value = judgement.value
            warning = judgement.limits.warning
            drift = judgement.limits.drift
            verdict = ComparisonVerdict(judgement).rawValue
        }
    }

    private struct Rows: Encodable {
        let features: [String]
        let components: Int
        let rows: Int
        let verdict: String?
        let pca_error: JSONNumber
        let reference_pca_error: JSONNumber
        let warning: Double?
        let drift: Double?
        let beyond_t2: Double
        let beyond_q: Double
        let contributions: [Double]
        let hotelling_t2: JSONNumber?
        let hotelling_f: JSONNumber?
        let hotelling_p: Double?

        init(_ found: RowComparison) {
            features = found.features
            components = found.components
            rows = found.rows
            verdict = found.limits == nil ? nil : found.verdict.rawValue
            pca_error = JSONNumber(found.currentError)
            reference_pca_error = JSONNumber(found.referenceError)
            warning = found.limits?.warning
            drift = found.limits?.drift
            beyond_t2 = found.beyondTSquared
            beyond_q = found.beyondSquaredError
            contributions = found.contributions
            hotelling_t2 = found.hotelling.map { JSONNumber($0.tSquared) }
            hotelling_f = found.hotelling.map { JSONNumber($0.f) }
            hotelling_p = found.hotelling?.probability
        }
    }
}
