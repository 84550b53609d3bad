import Anomaly
import Edge
import Foundation
import Lab
import MQTT
import OpenInference
import Telemetry
import Tensors

/// Finds anomalies in CSV files with the models that the node serves, and draws them with `marram-plot`.
struct SeriesDesk: SeriesScoring {
    /// Most files that are scored at a time: their tables are in memory.
    private static let mostAtOnce = 2

    private let shelf: NodeModels
    private let serving: any ModelServing
    private let sheet: PictureSheet?
    private let underWay = Guarded(0)

    /// Makes one; without `marram-plot` it does not draw.
    init(shelf: NodeModels, serving: any ModelServing) {
        self.shelf = shelf
        self.serving = serving
        sheet = PictureSheet.find()
    }

    func score(_ csv: [UInt8], model: String?) async throws(InferError) -> ScoredSeries {
        let isFree = underWay.withLock { count in
            guard count < Self.mostAtOnce else { return false }
            count += 1
            return true
        }
        guard isFree else {
            throw InferError(.overloaded, "\(Self.mostAtOnce) files are scored already; send it again")
        }
        defer { underWay.withLock { $0 -= 1 } }
        let found = try await shelf.baseline(of: model)
        let model = try await WindowCalls(found, serving)
        do {
            let scorer = try SeriesScorer(found.baseline)
            let scored = try await scorer.score(csv, called: found.model) { windows, count in
                try await model.scores(of: windows, count: count)
            }
            return series(scored, model)
        } catch let error as InferError {
            throw error
        } catch {
            throw InferError(.badInput, "\(error)")
        }
    }

    private func series(_ scored: ScoredFile, _ model: WindowCalls) -> ScoredSeries {
        let episodes = scored.episodes.map { episode in
            ScoredSeries.Episode(
                first: Self.row(episode.started, scored),
                last: episode.ended.map { Self.row($0, scored) },
                peak: episode.peak
            )
        }
        var series = ScoredSeries(
            model: model.name,
            version: model.version,
            threshold: scored.threshold,
            fields: scored.fields,
            scores: scored.scores,
            decisions: scored.decisions,
            episodes: episodes,
            passedOver: scored.passedOver + scored.late,
            picture: nil
        )
        if let sheet {
            let baseline = model.baseline
            series.picture = { () async throws(InferError) -> [UInt8] in try await sheet.png(scored, baseline) }
        }
        return series
    }

    /// The row that was taken at a time: the first one that is not before it.
    private static func row(_ time: Timestamp, _ scored: ScoredFile) -> Int {
        guard let times = scored.times else { return Int(time.microseconds / 1_000_000) }
        return times.firstIndex { $0.microseconds >= time.microseconds } ?? times.count - 1
    }
}
