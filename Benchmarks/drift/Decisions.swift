import Drift
import Foundation

/// Reads jobs, one JSON object a line, and prints each with what the detector decided.
///
/// A job has `file` (numbers as little-endian doubles), `detector`, and `params` for river's defaults. The answer has
/// `drift`, `warning_rise`, and of ADWIN `checkpoints`, as ../shared/fixtures/drift/README.md says.
enum Decisions {
    struct Job: Codable {
        var id: String
        var file: String
        var detector: String
        var params: DetectorSettings
    }

    struct Answer: Codable {
        var id: String
        var drift: [Int]
        var warningRise: [Int]
        var checkpoints: [[Double]]

        enum CodingKeys: String, CodingKey {
            case id, drift, checkpoints
            case warningRise = "warning_rise"
        }
    }

    static func print(jobs path: String) throws {
        var name = ""
        var values: [Double] = []
        let encoder = JSONEncoder()
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let job = try JSONDecoder().decode(Job.self, from: Data(line.utf8))
            if job.file != name { values = try numbers(in: job.file) }
            name = job.file
            let settings = DetectorSettings(job.params.values.merging(["parity": .text("river")]) { own, _ in own })
            let kind = try DetectorKind(named: job.detector)
            Swift.print(String(decoding: try encoder.encode(try answer(job.id, kind, settings, values)), as: UTF8.self))
        }
    }

    static func numbers(in path: String) throws -> [Double] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return stride(from: 0, to: data.count - 7, by: 8).map { place in
            let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(data[place + $1]) << (8 * UInt64($1)) }
            return Double(bitPattern: bits)
        }
    }

    private static func answer(
        _ id: String,
        _ kind: DetectorKind,
        _ settings: DetectorSettings,
        _ values: [Double]
    ) throws -> Answer {
        var answer = Answer(id: id, drift: [], warningRise: [], checkpoints: [])
        let quarters = (1...4).map { values.count * $0 / 4 - 1 }
        var detector = try Detector(kind, settings)
        var isWarning = false
        for (index, value) in values.enumerated() {
            detector.update(value)
            if detector.record.drift { answer.drift.append(index) }
            if detector.record.warning, !isWarning { answer.warningRise.append(index) }
            isWarning = detector.record.warning
            if let adwin = detector.base as? ADWIN, quarters.contains(index) {
                answer.checkpoints.append([Double(index), Double(adwin.width), adwin.total, adwin.squaredDeviations])
            }
        }
        // JSON has no infinity.
        answer.checkpoints.removeAll { !$0.allSatisfy(\.isFinite) }
        return answer
    }
}
