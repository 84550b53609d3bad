import OpenInference

/// The members of a document as they were read, before they are held against each other.
struct PlotDraft {
    static let members = ["title", "time", "time_is_epoch", "panels", "anomalies", "labels", "training"]

    var title = ""
    var time: [Double]?
    var timeIsEpoch = false
    var panels: [PlotDocument.Panel] = []
    var anomalies: [ClosedRange<Int>] = []
    var labels: [ClosedRange<Int>] = []
    var training: ClosedRange<Int>?

    /// Returns the document where everything fits together.
    func checked() throws(InferError) -> PlotDocument {
        guard let time else { throw bad("there is no 'time'; expected an array of seconds since 1970 or row numbers") }
        guard !time.isEmpty else { throw bad("'time' is empty; there is nothing to draw") }
        guard !panels.isEmpty else { throw bad("there are no 'panels'; there is nothing to draw") }
        try check(time)
        for (number, panel) in panels.enumerated() {
            for (index, series) in panel.series.enumerated() where series.values.count != time.count {
                throw bad(
                    "panels[\(number)].series[\(index)] has \(series.values.count) values, 'time' has \(time.count); "
                        + "expected as many, null where there is none"
                )
            }
        }
        try check(anomalies, "anomalies", rows: time.count)
        try check(labels, "labels", rows: time.count)
        try check(training.map { [$0] } ?? [], "training", rows: time.count)
        let setback = zip(time, time.dropFirst()).enumerated().first { $0.element.1 < $0.element.0 }.map {
            $0.offset + 1
        }
        return PlotDocument(
            title: title,
            time: setback == nil ? time : time.indices.map(Double.init),
            timeIsEpoch: setback == nil && timeIsEpoch,
            setback: setback,
            panels: panels,
            anomalies: anomalies,
            labels: labels,
            training: training
        )
    }

    private func check(_ time: [Double]) throws(InferError) {
        guard timeIsEpoch, let least = time.min(), let greatest = time.max() else { return }
        guard CivilTime.range.contains(least), CivilTime.range.contains(greatest) else {
            throw bad("'time' goes from \(least) to \(greatest); expected seconds since 1970 of the years 1 to 9999")
        }
    }

    private func check(_ ranges: [ClosedRange<Int>], _ name: String, rows: Int) throws(InferError) {
        for range in ranges where range.upperBound >= rows {
            throw bad("\(name) has [\(range.lowerBound),\(range.upperBound)]; expected rows from 0 to \(rows - 1)")
        }
    }
}
