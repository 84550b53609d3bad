import Cryptography
import Drift
import Telemetry

/// Writes what is told of drift and of bad data: CloudEvents.
struct DriftEvents {
    /// Most rows, features and names that an event shows.
    static let mostContributions = 8

    let node: Name

    /// What a watch is of.
    struct Subject {
        let binding: Name
        let model: Name
        let version: String
        let watch: DriftWatch
    }

    /// The identifier of a finding: the same for the same alarm at the same time.
    func id(_ finding: DriftFinding, _ subject: Subject) -> String {
        let change = finding.change
        return id([
            "drift", subject.binding.description, change.kind.rawValue, change.detector, change.feature,
            "\(change.time)",
        ])
    }

    /// The event of a finding, without its closing brace; `data` is its last member.
    func document(_ finding: DriftFinding, _ subject: Subject, now: Timestamp) -> [UInt8] {
        let kind = finding.change.kind
        return CloudEvent(
            id: id(finding, subject),
            source: "/marram/\(node)",
            type: "io.marram.drift.\(kind == .drift ? "detected" : kind.rawValue).v1",
            subject: subject.binding.description,
            time: now.rfc3339
        ).document(DriftContent(finding, subject))
    }

    /// The event of something that is wrong with readings, or no longer is.
    func document(
        _ change: QualityWatch.Change,
        field: String,
        key: [String],
        _ subject: Subject,
        now: Timestamp
    ) -> [UInt8] {
        let kind = change.isOpen ? "violated" : "cleared"
        let binding = subject.binding.description
        let parts = [binding, kind, change.kind.rawValue, field, "\(change.time.microseconds)"] + key
        return CloudEvent(
            id: id(["dataquality"] + parts),
            source: "/marram/\(node)",
            type: "io.marram.dataquality.\(kind).v1",
            subject: ([binding] + key).joined(separator: "/"),
            time: now.rfc3339
        ).document(
            QualityContent(
                binding: binding,
                key: key,
                feature: field,
                check: change.kind.rawValue,
                value: change.value.ifFinite,
                limit: change.limit.ifFinite,
                since: change.time.rfc3339
            )
        )
    }

    private func id(_ parts: [String]) -> String {
        let digest = SHA256Digest(of: Array(([node.description] + parts).joined(separator: "\0").utf8))
        return "\(node)-\(digest.hexadecimal.prefix(32))"
    }

    private struct QualityContent: Encodable {
        let binding: String
        let key: [String]
        let feature: String
        let check: String
        let value: Double?
        let limit: Double?
        let since: String
    }
}

extension Double {
    /// The number; nil where JSON has none for it.
    var ifFinite: Double? { isFinite ? self : nil }
}
