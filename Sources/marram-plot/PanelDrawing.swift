/// Draws the panels of a document, each under the same time axis.
struct PanelDrawing {
    private let document: PlotDocument
    private let axis: TimeAxis
    private let ticks: [TimeAxis.Tick]
    private let anomalies, labels, training: Bands

    init(_ document: PlotDocument, axis: TimeAxis, ticks: [TimeAxis.Tick]) {
        self.document = document
        self.axis = axis
        self.ticks = ticks
        func bands(_ ranges: [ClosedRange<Int>]) -> Bands { Bands(ranges, times: document.time, axis: axis) }
        anomalies = bands(document.anomalies)
        labels = bands(document.labels)
        training = bands(document.training.map { [$0] } ?? [])
    }

    /// Draws one, from the back to the front.
    func draw(_ panel: PlotDocument.Panel, _ row: PlotLayout.Row, on canvas: borrowing Canvas) {
        let values = ValueAxis(panel, top: row.plot.top, height: row.plot.height)
        canvas.draw(row.legend, left: row.plot.left, top: row.legendTop)
        for box in training.boxes(in: row.plot) {
            canvas.fill(box, .training, opacity: PlotDocument.trainingOpacity)
        }
        drawGrid(row.plot, values, on: canvas)
        for box in anomalies.boxes(in: row.plot) {
            canvas.fill(box, .anomaly, opacity: PlotDocument.anomalyOpacity)
        }
        draw(panel.series, row.plot, values, on: canvas)
        if let threshold = panel.threshold {
            let y = values.y(threshold)
            canvas.stroke([[Point(x: row.plot.left, y: y), Point(x: row.plot.right, y: y)]], .threshold)
        }
        for box in labels.boxes(in: row.strip) { canvas.fill(box, .label) }
        frame(row.plot, on: canvas)
    }

    /// The series; the line of a panel that has only one is red where there are anomalies.
    private func draw(
        _ series: [PlotDocument.Series],
        _ plot: Box,
        _ values: ValueAxis,
        on canvas: borrowing Canvas
    ) {
        for (index, one) in series.enumerated() {
            let lines = Trace.lines(one.values, at: document.time, axis, values)
            canvas.stroke(lines, .series(index))
            guard series.count == 1, !anomalies.stretches.isEmpty else { continue }
            canvas.clip(to: anomalies.boxes(in: plot))
            canvas.stroke(lines, Pen(colour: .anomaly, width: 1.5))
            canvas.unclip()
        }
    }

    private func drawGrid(_ plot: Box, _ values: ValueAxis, on canvas: borrowing Canvas) {
        let scale = values.scale
        var lettering = Plot.tickLettering
        lettering.anchor = .end
        var lines = ticks.map { [Point(x: $0.x, y: plot.top), Point(x: $0.x, y: plot.bottom)] }
        for value in scale.values {
            let y = values.y(value)
            lines.append([Point(x: plot.left, y: y), Point(x: plot.right, y: y)])
            canvas.write(scale.text(value), at: Point(x: plot.left - 6, y: y + 3.5), lettering)
        }
        canvas.stroke(lines, Pen(colour: .grid, width: 1))
    }

    private func frame(_ plot: Box, on canvas: borrowing Canvas) {
        let (left, top, right, bottom) = (plot.left, plot.top, plot.right, plot.bottom)
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        canvas.stroke([corners.map { Point(x: $0.0, y: $0.1) }], Pen(colour: .frame, width: 1))
    }
}
