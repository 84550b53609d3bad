import Foundation

extension PlotDocument {
    static let anomalyOpacity = 0.18, trainingOpacity = 0.16

    /// What the marks that all panels share stand for.
    var key: [LegendEntry] {
        var entries: [LegendEntry] = []
        if training != nil {
            entries.append(LegendEntry(mark: .patch(.training, opacity: 0.3), name: "training"))
        }
        if !anomalies.isEmpty {
            entries.append(LegendEntry(mark: .patch(.anomaly, opacity: 0.35), name: "detected anomaly"))
        }
        if !labels.isEmpty { entries.append(LegendEntry(mark: .strip(.label), name: "true anomaly")) }
        return entries
    }
}

extension PlotDocument.Panel {
    /// The panel's title, its series and its threshold.
    var legend: [LegendEntry] {
        var heading = title
        if !unit.isEmpty { heading += heading.isEmpty ? "[\(unit)]" : " [\(unit)]" }
        var entries = heading.isEmpty ? [] : [LegendEntry(mark: .nothing, name: heading, bold: true)]
        if series.count > 1 || series.first?.name != title {
            entries += series.enumerated().map { index, one in
                LegendEntry(mark: .line(.series(index)), name: one.name)
            }
        }
        if let threshold {
            entries.append(LegendEntry(mark: .line(.threshold), name: "threshold \(Self.short(threshold))"))
        }
        return entries
    }

    private static func short(_ value: Double) -> String { String(format: "%.4g", value) }
}

extension Pen {
    /// The line of a threshold.
    static let threshold = Pen(colour: .threshold, width: 1.1, dashes: [5, 4])
}
