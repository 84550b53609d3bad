import Drift
import Foundation
import Testing

/// What river decided, as Tests/Fixtures/make_drift.py recorded it.
struct RiverDecisions: Decodable, Sendable {
    struct Stream: Decodable, Sendable, CustomTestStringConvertible {
        var stream: DetectorStream
        var digest: String
        var decisions: [Decision]

        enum CodingKeys: String, CodingKey {
            case decisions
            case digest = "fnv1a64"
        }

        init(from decoder: any Decoder) throws {
            stream = try DetectorStream(from: decoder)
            let values = try decoder.container(keyedBy: CodingKeys.self)
            digest = try values.decode(String.self, forKey: .digest)
            decisions = try values.decode([Decision].self, forKey: .decisions)
        }

        var testDescription: String { "\(stream.type) \(stream.kind), \(stream.n) values, seed \(stream.seed)" }
    }

    struct Decision: Decodable, Sendable {
        var stream: String?
        var detector: String
        var params: DetectorSettings
        var drift: [Int]
        var warning_rise: [Int]?
        var checkpoints: [[Double]]?

        /// The detector with river's defaults for what is not named.
        func makeDetector() throws -> Detector {
            let settings = DetectorSettings(params.values.merging(["parity": .text("river")]) { own, _ in own })
            return try Detector(try DetectorKind(named: detector), settings)
        }
    }

    var river: String
    var streams: [Stream]

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let recorded: Result<RiverDecisions, any Error> = Result {
        let file = root.appending(path: "Tests/Fixtures/drift/decisions.json")
        return try JSONDecoder().decode(RiverDecisions.self, from: Data(contentsOf: file))
    }

    static let streams = (try? recorded.get().streams) ?? []
}
