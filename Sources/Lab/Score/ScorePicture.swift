public import Anomaly
import Foundation
import Telemetry

/// What `marram-plot` draws of a scored file.
public struct ScorePicture {
    private struct Document: Encodable {
        let title: String
        let time: [Double]
        let timeIsEpoch: Bool
        let panels: [Panel]
        let anomalies: [[Int]]
        let labels: [[Int]]?
        let training: [Int]?

        enum CodingKeys: String, CodingKey {
            case title, time, panels, anomalies, labels, training
            case timeIsEpoch = "time_is_epoch"
        }
    }

    private struct Panel: Encodable {
        let title: String
        let series: [Series]
        let threshold: Double?
    }

    private struct Series: Encodable {
        let name: String
        let values: [Double?]
    }

    private let file: ScoredFile
    private let profiles: [FieldProfile]
    private let trainingRows: Int

    /// A picture of a file.
    ///
    /// - Parameters:
    ///   - file: What to draw.
    ///   - baseline: What the model was trained on: with many fields they are drawn in its standard deviations.
    ///   - trainingRows: Rows at its beginning to be drawn as those that were trained on.
    public init(_ file: ScoredFile, _ baseline: Baseline, trainingRows: Int = 0) {
        self.file = file
        profiles = baseline.fields
        self.trainingRows = min(trainingRows, file.rows)
    }

    /// The document that `marram-plot` reads from standard input.
    ///
    /// - Throws: When it cannot be written as JSON.
    public func json() throws(LabError) -> [UInt8] {
        let score = Panel(
            title: "score",
            series: [Series(name: "score", values: file.scores)],
            threshold: file.threshold
        )
        let document = Document(
            title: file.name,
            time: (0..<file.rows).map { row in file.times.map { Double($0[row].microseconds) / 1e6 } ?? Double(row) },
            timeIsEpoch: file.times != nil,
            panels: panels + [score],
            anomalies: Self.runs(file.decisions),
            labels: file.labels.map(Self.runs),
            training: trainingRows > 0 ? [0, trainingRows - 1] : nil
        )
        do {
            return [UInt8](try JSONEncoder().encode(document))
        } catch {
            throw LabError("the picture of \(file.path) cannot be described: \(error)")
        }
    }

    /// A panel for each field; beyond a dozen four share one, in standard deviations.
    private var panels: [Panel] {
        let series = file.fields.indices.map { field in
            Series(name: file.fields[field], values: column(field))
        }
        guard series.count > 12 else {
            return series.map { Panel(title: $0.name, series: [$0], threshold: nil) }
        }
        let standard = zip(series, profiles).map { series, profile in
            let scale = profile.sd > 0 ? profile.sd : 1
            return Series(name: series.name, values: series.values.map { $0.map { ($0 - profile.mean) / scale } })
        }
        return stride(from: 0, to: standard.count, by: 4).map { start in
            let group = Array(standard[start..<min(start + 4, standard.count)])
            return Panel(title: "fields, in standard deviations of the training rows", series: group, threshold: nil)
        }
    }

    private func column(_ field: Int) -> [Double?] {
        stride(from: field, to: file.values.count, by: file.fields.count).map { index in
            file.values[index].isFinite ? file.values[index] : nil
        }
    }

    private static func runs(_ flags: [Bool]) -> [[Int]] {
        var runs: [[Int]] = []
        for (index, flag) in flags.enumerated() where flag {
            if let last = runs.last, last[1] == index - 1 {
                runs[runs.count - 1][1] = index
            } else {
                runs.append([index, index])
            }
        }
        return runs
    }
}
