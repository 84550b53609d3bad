import Drift
import Telemetry

/// The data of an event of drift.
struct DriftContent: Encodable {
    let schemaVersion = 1
    let binding: String
    let scope: FeatureScope
    let feature: String
    let detector: Detector
    let state: String
    let statistic: Double?
    let threshold: Double?
    let pValue: Double?
    let direction: ChangeDirection
    let severity: AlarmSeverity
    let systemic: Bool
    let window: Window?
    let reference: Reference
    let current: Current?
    let model: Model
    let changeEstimate: Estimate
    let contributions: [Contribution]?
    let unseen: [String]?
    let samplesSeen: Int
    let missing: Int
    let nonFinite: Int
    let suppressedCount: Int
    let examples: [[Double]]?

    enum CodingKeys: String, CodingKey {
        case binding, scope, feature, detector, state, statistic, threshold, direction, severity, systemic, window
        case reference, current, model, contributions, unseen, missing, examples
        case schemaVersion = "schema_version"
        case pValue = "p_value"
        case changeEstimate = "change_estimate"
        case samplesSeen = "samples_seen"
        case nonFinite = "non_finite"
        case suppressedCount = "suppressed_count"
    }

    struct Detector: Encodable {
        let name: String
        let version = 1
        let params: DetectorSettings
        /// `river-0.26.1` or `none`.
        let parity: String
        /// How far a share may be off for want of training's numbers; absent where it is exact.
        let shareError: Double?

        enum CodingKeys: String, CodingKey {
            case name, version, params, parity
            case shareError = "share_error"
        }
    }

    struct Window: Encodable {
        let start: String?
        let end: String?
        let count: Int
        let indexStart: Int
        let indexEnd: Int

        enum CodingKeys: String, CodingKey {
            case start, end, count
            case indexStart = "index_start"
            case indexEnd = "index_end"
        }
    }

    struct Reference: Encodable {
        let profileID: String
        let sha256: String
        let count: Int

        enum CodingKeys: String, CodingKey {
            case sha256, count
            case profileID = "profile_id"
        }
    }

    struct Current: Encodable {
        let mean: Double?
        let sd: Double?
        let quantiles: [Double]
    }

    struct Model: Encodable {
        let name: String
        let version: String
        let sha256: String
    }

    struct Estimate: Encodable {
        let earliest: String?
        let latest: String?
        let earliestIndex: Int
        let latestIndex: Int

        enum CodingKeys: String, CodingKey {
            case earliest, latest
            case earliestIndex = "earliest_index"
            case latestIndex = "latest_index"
        }
    }

    struct Contribution: Encodable {
        let feature: String
        let share: Double
    }
}

extension DriftContent {
    /// What is known of a finding.
    init(_ finding: DriftFinding, _ subject: DriftEvents.Subject) {
        let (change, watch) = (finding.change, subject.watch)
        let profile = watch.plan.profile
        binding = subject.binding.description
        scope = finding.scope
        feature = change.feature
        detector = Detector(
            name: change.detector,
            params: finding.parameters,
            parity: finding.isParity ? "river-0.26.1" : "none",
            shareError: finding.precision.flatMap { $0 == .exact ? nil : $0.shareError }
        )
        state = change.kind.rawValue
        statistic = finding.statistic?.ifFinite
        threshold = finding.threshold?.ifFinite
        pValue = finding.probability?.ifFinite
        direction = finding.direction
        severity = finding.severity
        systemic = change.isSystemic
        window = finding.window.map { Window($0.rows, $0.count, watch) }
        reference = Reference(
            profileID: profile.profileID,
            sha256: profile.model.sha256,
            count: profile.rowCount
        )
        current = finding.current.map {
            Current(mean: $0.mean.ifFinite, sd: $0.deviation.ifFinite, quantiles: $0.quantiles.filter(\.isFinite))
        }
        model = Model(name: subject.model.description, version: subject.version, sha256: profile.model.sha256)
        changeEstimate = Estimate(finding.estimate, watch)
        contributions = finding.contributions.isEmpty ? nil : Self.shown(finding.contributions)
        unseen = finding.unseen.isEmpty ? nil : finding.unseen
        samplesSeen = finding.counts.samples
        missing = finding.counts.missing
        nonFinite = finding.counts.nonFinite
        suppressedCount = change.suppressed
        let rows = watch.examples.filter { $0.allSatisfy(\.isFinite) }
        examples = rows.isEmpty ? nil : rows
    }

    private static func shown(_ contributions: [(feature: String, share: Double)]) -> [Contribution] {
        contributions.prefix(DriftEvents.mostContributions).map { Contribution(feature: $0.feature, share: $0.share) }
    }
}

extension DriftContent.Window {
    fileprivate init(_ rows: Range<Int>, _ count: Int, _ watch: DriftWatch) {
        self.init(
            start: watch.clock.time(of: rows.lowerBound)?.rfc3339,
            end: watch.clock.time(of: max(rows.lowerBound, rows.upperBound - 1))?.rfc3339,
            count: count,
            indexStart: rows.lowerBound,
            indexEnd: rows.upperBound
        )
    }
}

extension DriftContent.Estimate {
    fileprivate init(_ rows: ClosedRange<Int>, _ watch: DriftWatch) {
        self.init(
            earliest: watch.clock.time(of: rows.lowerBound)?.rfc3339,
            latest: watch.clock.time(of: rows.upperBound)?.rfc3339,
            earliestIndex: rows.lowerBound,
            latestIndex: rows.upperBound
        )
    }
}
