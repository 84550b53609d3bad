import Anomaly
import Cryptography
import Telemetry

/// Writes what is told of anomalies: one CloudEvent when one begins, one when it ends.
struct AnomalyEvents {
    /// A field and its part in a score.
    struct FieldShare: Encodable, Equatable {
        let path: String
        let share: Double
    }

    /// What is told.
    enum Occasion: String {
        case opened, closed
    }

    /// Most fields that an event names.
    static let mostFields = 3

    private let node: Name

    init(node: Name) { self.node = node }

    /// The event without its closing brace; `data` is its last member.
    ///
    /// Its id hangs on the node, the binding, the key and the start of the episode: an episode that is told again after a
    /// crash has the same one.
    func document(
        _ occasion: Occasion,
        _ episode: Episode,
        of fit: HostedFit,
        key state: KeyState,
        score: Double,
        fields: [FieldShare]?,
        now: Timestamp
    ) -> [UInt8] {
        let settings = fit.fit.settings
        let data = Content(
            model: fit.model.name.description,
            version: fit.model.version,
            binding: settings.name.description,
            key: state.parts,
            score: score,
            threshold: fit.fit.rule?.threshold,
            peak: episode.peak,
            peakTime: episode.peakTime.rfc3339,
            started: episode.started.rfc3339,
            ended: episode.ended?.rfc3339,
            ending: episode.ending?.rawValue,
            samples: episode.samples,
            topFields: fields
        )
        return CloudEvent(
            id: id(occasion, episode, settings.name, state.key),
            source: "/marram/\(node)",
            type: "io.marram.anomaly.\(occasion.rawValue).v1",
            subject: ([settings.name.description] + state.parts).joined(separator: "/"),
            time: now.rfc3339
        ).document(data)
    }

    /// The fields that have most to do with a score, and their parts; nil where nothing is known.
    static func shares(_ errors: some Collection<Float>, fields: [FieldPlan]) -> [FieldShare]? {
        let total = errors.reduce(0) { $0 + Double($1) }
        guard errors.count == fields.count, total.isFinite, total > 0 else { return nil }
        let shares = zip(fields, errors).map { FieldShare(path: $0.path.description, share: Double($1) / total) }
        return Array(shares.sorted { $0.share > $1.share }.prefix(mostFields))
    }

    private func id(_ occasion: Occasion, _ episode: Episode, _ binding: Name, _ key: [UInt8]) -> String {
        var hasher = SHA256Hasher()
        let name = "\(node)\0\(binding)\0\(occasion.rawValue)\0\(episode.started.microseconds)\0"
        hasher.update(Array(name.utf8) + key)
        let digits = hasher.finish().bytes.prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(node)-\(digits.joined())"
    }

    private struct Content: Encodable {
        let model: String
        let version: String
        let binding: String
        let key: [String]
        let score: Double
        let threshold: Double?
        let peak: Double
        let peakTime: String
        let started: String
        let ended: String?
        let ending: String?
        let samples: Int
        let topFields: [FieldShare]?

        enum CodingKeys: String, CodingKey {
            case model, version, binding, key, score, threshold, peak, started, ended, ending, samples
            case peakTime = "peak_time"
            case topFields = "top_fields"
        }
    }
}
