import Cryptography
import Foundation
import Models

/// What was asked for, as the state database keeps it.
struct StoredJob: Codable {
    let version: String?
    let url: String?
    let sha256: String?
    let path: String?
    /// The folder of a bundle of this device's own.
    let made: String?
    let shadowMilliseconds: Int64?
    let trialMilliseconds: Int64?
    let sharePercent: Int?
    let autoConfirm: Bool?
    let notBefore: Int64?
    let deadline: Int64?
    let isForced: Bool

    init(_ job: UpdateJob) {
        version = job.version
        sha256 = job.bundle?.description
        switch job.place {
        case .url(let url, _): (self.url, path, made) = (url, nil, nil)
        case .configured(let path): (url, self.path, made) = (nil, path, nil)
        case .made(let folder): (url, path, made) = (nil, nil, folder)
        case .stored: (url, path, made) = (nil, nil, nil)
        }
        shadowMilliseconds = job.strategy.shadow?.wholeMilliseconds
        trialMilliseconds = job.strategy.trial?.wholeMilliseconds
        sharePercent = job.strategy.sharePercent
        autoConfirm = job.strategy.autoConfirm
        notBefore = job.notBefore
        deadline = job.deadline
        isForced = job.isForced
    }

    func job(_ id: String) -> UpdateJob {
        let place: UpdateJob.Place =
            if let url {
                .url(url, sha256: sha256.flatMap { BundleID($0) }?.digest.bytes)
            } else if let path {
                .configured(path)
            } else if let made { .made(made) } else { .stored }
        var job = UpdateJob(id: id, version: version, place: place)
        job.strategy = UpdateJob.Strategy(
            shadow: shadowMilliseconds.map { .milliseconds($0) },
            trial: trialMilliseconds.map { .milliseconds($0) },
            sharePercent: sharePercent,
            autoConfirm: autoConfirm
        )
        job.notBefore = notBefore
        job.deadline = deadline
        job.isForced = isForced
        return job
    }
}

/// What the manifest of an update under way says, as the state database keeps it.
struct StoredTarget: Codable {
    let bundle: String
    let version: String
    let securityVersion: Int
    let isSigned: Bool
    let byteCount: Int64
    let source: String?
    let shadowRequests: Int?
    let agreement: Double?
    let errorRate: Double?
    let p99Ratio: Double?
    let drift: String?

    init(_ target: UpdateTarget) {
        bundle = target.bundle.description
        version = target.version
        securityVersion = target.securityVersion
        isSigned = target.isSigned
        byteCount = target.byteCount
        source = target.source
        shadowRequests = target.gates.shadowRequests
        agreement = target.gates.agreement
        errorRate = target.gates.errorRate
        p99Ratio = target.gates.p99Ratio
        drift = target.gates.drift
    }

    var target: UpdateTarget? {
        guard let id = BundleID(bundle) else { return nil }
        var gates = StageGates()
        gates.shadowRequests = shadowRequests
        gates.agreement = agreement
        gates.errorRate = errorRate
        gates.p99Ratio = p99Ratio
        gates.drift = drift
        return UpdateTarget(
            bundle: id,
            version: version,
            securityVersion: securityVersion,
            isSigned: isSigned,
            byteCount: byteCount,
            gates: gates,
            source: source
        )
    }
}

/// JSON texts in columns of the state database.
enum StoredText {
    static func write(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // All that is stored are strings, whole and finite numbers: there is nothing that cannot be written.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    static func read<Value: Decodable>(_ text: String, as type: Value.Type) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension Duration {
    /// Whole milliseconds.
    var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
