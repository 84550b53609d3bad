/// Where everything stands on a picture.
struct PlotLayout {
    /// One panel: lines of text above, the diagram, and below it the strip of true labels.
    struct Row {
        /// The entries of the legend by line; the first line begins with the panel's title.
        let legend: [[LegendEntry]]
        let legendTop: Double
        let plot: Box
        let strip: Box
    }

    static let margin = 14.0
    static let lineHeight = 17.0
    private static let stripHeight = 5.0, gap = 12.0, axisHeight = 34.0
    /// The least height of a diagram in which something can be read.
    private static let leastPlot = 36.0
    /// A diagram's height where no height was asked for, as far as `usualHeight` goes.
    private static let comfortablePlot = 64.0, usualHeight = 700.0

    let width, height: Int
    let rows: [Row]
    let titleLines: Int

    /// Shares the height among the panels, those with a threshold half as much again.
    ///
    /// Without a height it is the usual one, or more where the panels need it; one that is too little is an error.
    init(
        _ document: PlotDocument,
        width: Int,
        height: Int?,
        left: Double,
        legends: [[[LegendEntry]]],
        titleLines: Int
    ) throws(PlotError) {
        let top = Self.margin + Double(titleLines) * 22 + 6
        let strip = document.labels.isEmpty ? 0 : Self.stripHeight
        let lines = legends.reduce(0) { $0 + $1.count }
        let fixed =
            top + Double(lines) * Self.lineHeight + Double(legends.count) * (strip + Self.gap) + Self.axisHeight
        let shares = document.panels.map { $0.threshold == nil ? 1.0 : 1.5 }
        let total = shares.reduce(0, +)
        let chosen = height ?? Int(max(Self.usualHeight, fixed + Self.comfortablePlot * total))
        let unit = (Double(chosen) - fixed) / total
        guard unit >= Self.leastPlot else {
            let needed = Int((fixed + Self.leastPlot * total).rounded(.up))
            throw PlotError(
                "a height of \(chosen) is too little for \(legends.count) panels; give --height \(needed) or more, "
                    + "or leave it out"
            )
        }
        var y = top
        var rows: [Row] = []
        for (legend, share) in zip(legends, shares) {
            let plotTop = y + Double(legend.count) * Self.lineHeight
            let plot = Box(
                left: left,
                top: plotTop,
                width: Double(width) - left - Self.margin,
                height: (unit * share).rounded(.down)
            )
            let below = Box(left: left, top: plot.bottom, width: plot.width, height: strip)
            rows.append(Row(legend: legend, legendTop: y, plot: plot, strip: below))
            y = below.bottom + Self.gap
        }
        (self.width, self.height, self.rows, self.titleLines) = (width, chosen, rows, titleLines)
    }
}
